package dev.holdfast.rest;

import dev.holdfast.policy.Environment;
import dev.holdfast.secret.InvalidInput;

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
}
