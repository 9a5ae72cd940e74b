package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import dev.holdfast.policy.Action;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast delete}: take a secret out of sight. */
@Command(
        name = "delete",
        description = "Delete a secret; 'holdfast undelete' brings it back until it is stored anew.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast delete project/consilio/stripe_api_key --yes"})
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean sure;

    DeleteCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        if (!sure && !Terminal.agrees("Delete the secret?")) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "Nobody said yes, so nothing was deleted.",
                    "Answer y at a terminal, or add --yes.");
        }
        return options.keeping(Action.STORE, path, (keeping, call, key) -> {
            keeping.delete(call, key);
            return options.done(Map.of("keyPath", key.toString()), () -> "Deleted " + key + ".");
        });
    }
}
