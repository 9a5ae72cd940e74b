package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.input.TimeSpan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast rotate}: replace the value of a secret, the old one staying readable for its grace. */
@Command(
        name = "rotate",
        description = "Replace a secret's value; the new one comes from standard input or a hidden prompt.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  holdfast rotate project/consilio/session_secret --reason \"quarterly rotation\" --generate base64"
        })
final class RotateCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Mixin
    private final ValueOptions value = new ValueOptions();

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it is rotated.")
    private String reason = "";

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "How long the old value stays readable: seconds, or a time such as 1h, 7d; default 7d.")
    private @Nullable String grace;

    @Option(names = "--expected-version", paramLabel = "N", description = "Refuse unless this version is current.")
    private @Nullable Integer expectedVersion;

    RotateCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("keyPath", path);
        arguments.put("reason", reason);
        if (grace != null) {
            Duration lasting = TimeSpan.parse(grace);
            if (lasting == null) {
                return options.usage("--grace takes seconds, or a time such as 1h or 7d.");
            }
            arguments.put("gracePeriodSeconds", lasting.toSeconds());
        }
        SecretOptions.given(arguments, "expectedVersion", expectedVersion);
        value.into(arguments, "newValue");
        Map<String, Object> result = options.tool("rotate_secret", arguments);
        Object until = result.get("previousValidUntil");
        return options.done(
                result,
                () -> "Rotated " + result.get("keyPath") + " to version " + result.get("version") + "; version "
                        + result.get("previousVersion") + (until == null ? " has ended." : " ends " + until + "."));
    }
}
