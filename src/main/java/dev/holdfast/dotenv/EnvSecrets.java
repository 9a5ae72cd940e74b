package dev.holdfast.dotenv;

import dev.holdfast.dotenv.detect.SecretLooks;
import dev.holdfast.secret.SecretValue;

/** The question whether a variable of a {@code .env} holds a secret, for those who take files over or copy them. */
public final class EnvSecrets {

    private EnvSecrets() {}

    /** Whether a value looks like a secret under this name. */
    public static boolean looksSecret(String name, SecretValue value) {
        return SecretLooks.secret(name, value);
    }
}
