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

/** {@code holdfast set}: store a value, and then, if asked, write it into a {@code .env}. */
@Command(
        name = "set",
        description = "Store a secret; the value comes from standard input or a hidden prompt.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  holdfast set project/consilio/session_secret --generate base64 \\",
            "      --description \"Signs the session cookies of Consilio\" --env-file .env"
        })
final class SetCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Mixin
    private final ValueOptions value = new ValueOptions();

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for; a new secret needs it.")
    private @Nullable String description;

    @Option(
            names = "--expected-version",
            paramLabel = "N",
            description = "Refuse unless this version is current; 0: it must be new.")
    private @Nullable Integer expectedVersion;

    @Option(names = "--env-file", paramLabel = "FILE", description = "Then write it into this .env of the workspace.")
    private @Nullable String envFile;

    @Option(
            names = "--env-name",
            paramLabel = "NAME",
            description = "The variable; default: the last segment in upper case.")
    private @Nullable String envName;

    SetCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("keyPath", path);
        value.into(arguments, "value");
        SecretOptions.given(arguments, "description", description);
        SecretOptions.given(arguments, "expectedVersion", expectedVersion);
        SecretOptions.given(arguments, "envFile", envFile);
        SecretOptions.given(arguments, "envName", envName);
        Map<String, Object> result = options.tool("set_secret", arguments);
        return options.done(
                result,
                () -> "Stored " + result.get("keyPath") + ", version " + result.get("version") + ", "
                        + result.get("fingerprint") + (result.get("env") == null ? "" : ", and written to " + envFile)
                        + ".");
    }
}
