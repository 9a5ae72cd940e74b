package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.policy.Action;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast undelete}: bring a deleted secret back. */
@Command(
        name = "undelete",
        description = "Bring a deleted secret back, with its versions that have not ended.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast undelete project/consilio/stripe_api_key"})
final class UndeleteCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    UndeleteCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        return options.keeping(Action.STORE, path, (keeping, call, key) -> {
            keeping.undelete(call, key);
            return options.done(Map.of("keyPath", key.toString()), () -> "Brought back " + key + ".");
        });
    }
}
