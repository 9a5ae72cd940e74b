package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast get}: the value of a secret. */
@Command(
        name = "get",
        description = "Print a secret's value, to a terminal or with --reveal.",
        footer = {"", "Example:", "  holdfast get project/consilio/stripe_api_key"})
final class GetCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    @Option(names = "--version", paramLabel = "N", description = "An earlier version in its grace.")
    private @Nullable Integer version;

    // Not the standard options: --version means a version of the secret here.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // the command line reads it
    private boolean help;

    @Option(names = "--reveal", description = "Print the value although the output is no terminal.")
    private boolean reveal;

    GetCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        SecretOptions.requireShown(reveal, "value");
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("keyPath", path);
        SecretOptions.given(arguments, "version", version);
        Map<String, Object> result = options.tool("get_secret", arguments);
        return options.done(result, () -> String.valueOf(result.get("value")));
    }
}
