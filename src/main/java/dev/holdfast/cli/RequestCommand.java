package dev.holdfast.cli;

import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import dev.holdfast.input.TimeSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast request}: access to a secret that ends by itself. */
@Command(
        name = "request",
        description = "Ask for time-limited access, or with --id how a request stands.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The access token is printed to a terminal, with --reveal, or into a new file of --out.",
            "",
            "Example:",
            "  holdfast request project/consilio/stripe_api_key --purpose \"deploy of Friday\" --ttl 1h --out token"
        })
final class RequestCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private @Nullable String path;

    @Option(names = "--purpose", paramLabel = "TEXT", description = "What it is needed for, 10 characters or more.")
    private @Nullable String purpose;

    @Option(names = "--ttl", paramLabel = "TIME", description = "Seconds, or a time up to 24h; default 1h.")
    private @Nullable String ttl;

    @Option(names = "--uses", paramLabel = "N", description = "How often it can be redeemed; default 1.")
    private @Nullable Integer uses;

    @Option(names = "--id", paramLabel = "ID", description = "The id of an earlier request.")
    private @Nullable String id;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the token into this new file.")
    private @Nullable Path file;

    @Option(names = "--reveal", description = "Print the token although the output is no terminal.")
    private boolean reveal;

    RequestCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        if (id != null) {
            return status(id);
        }
        if (path == null || purpose == null) {
            return options.usage("Say PATH and --purpose for a new request, or --id alone.");
        }
        Duration lasting = ttl == null ? null : TimeSpan.parse(ttl);
        if (ttl != null && lasting == null) {
            return options.usage("--ttl takes seconds, or a time such as 30m or 1h.");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("keyPath", path);
        arguments.put("purpose", purpose);
        SecretOptions.given(arguments, "ttlSeconds", lasting == null ? null : lasting.toSeconds());
        SecretOptions.given(arguments, "maxUses", uses);
        SecretOptions.requireShown(reveal || file != null, "token");
        Path target = file == null ? null : TokenCommand.made(file);
        try {
            return granted(options.tool("request_key", arguments), target);
        } catch (Refusal e) {
            if (target != null) {
                Files.deleteIfExists(target);
            }
            throw e;
        }
    }

    private int status(String requestId) throws Exception {
        if (path != null || purpose != null) {
            return options.usage("Say PATH and --purpose for a new request, or --id alone.");
        }
        Map<String, Object> result = options.tool("request_key", Map.of("requestId", requestId));
        return options.done(result, table(result));
    }

    private int granted(Map<String, Object> result, @Nullable Path target) throws Exception {
        if (target != null) {
            Files.writeString(target, Objects.toString(result.remove("accessToken"), "") + "\n");
        }
        return options.done(result, table(result));
    }

    private static Table table(Map<String, Object> result) {
        Table table = new Table("FACT", "");
        result.forEach((name, value) -> table.row(name, String.valueOf(value)));
        return table;
    }
}
