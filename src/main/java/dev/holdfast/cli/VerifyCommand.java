package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.SecretValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast verify}: whether a value is the one that is stored. */
@Command(
        name = "verify",
        description =
                "Tell whether the value on standard input, or typed, is the stored one: exit 0 when equal, else 1.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast verify project/consilio/stripe_api_key < value.txt"})
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private final SecretOptions options;

    @Parameters(paramLabel = "PATH", description = "Such as project/consilio/stripe_api_key.")
    private String path = "";

    VerifyCommand(Backend backend, Environment environment) {
        this.options = new SecretOptions(backend, environment);
    }

    @Override
    public Integer call() throws Exception {
        byte[] utf8 = ValueOptions.typed("Value: ", false);
        try {
            boolean equal = options.keeping(
                    Action.LIST,
                    path,
                    (keeping, call, key) -> keeping.verify(call, key, () -> SecretValue.ofUtf8(utf8)));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("equal", equal);
            options.done(result, () -> equal ? "Equal." : "Not equal.");
            return equal ? Exit.DONE : Exit.REFUSED;
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }
}
