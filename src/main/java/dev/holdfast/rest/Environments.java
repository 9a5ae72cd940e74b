package dev.holdfast.rest;

import dev.holdfast.policy.Environment;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import org.jspecify.annotations.Nullable;

/** Environments as bodies name them. */
final class Environments {

    private Environments() {}

    static Environment of(String word) {
        Environment environment = Environment.of(word);
        if (environment == null) {
            throw InvalidInput.argument("environment is none.", "Say \"development\", \"staging\" or \"production\".");
        }
        return environment;
    }

    /** A secret's environment is what its path says: another word beside it would be believed by nobody. */
    static void fits(KeyPath path, @Nullable String word) {
        if (word == null) {
            return;
        }
        Environment environment = of(word);
        Environment said = Environment.of(path);
        if (said != environment) {
            throw InvalidInput.argument(
                    "environment is not the one that key_path ends in.",
                    "A secret of an environment has it as the last segment of its path, such as service_keys.jules_api.production.");
        }
    }
}
