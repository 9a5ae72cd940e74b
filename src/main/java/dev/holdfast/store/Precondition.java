package dev.holdfast.store;

import dev.holdfast.store.StoreException.Kind;

/** What must hold of a secret before a {@link Write} may replace it; the same in every store. */
public final class Precondition {

    private Precondition() {}

    /**
     * Checks the current version, 0 when there is no such secret.
     *
     * @throws StoreException of the kinds that {@link SecretStore#put} names
     */
    public static void check(int current, Write write) {
        if (current == 0 && write.rotation()) {
            throw new StoreException(
                    Kind.NOT_FOUND,
                    "There is no secret to rotate at this path.",
                    "Store it first with set_secret, or look for its path with list_secrets.");
        }
        if (write.expectedVersion() != null && write.expectedVersion() != current) {
            throw conflict(current);
        }
        if (current == 0 && write.description() == null) {
            throw new StoreException(
                    Kind.NEEDS_DESCRIPTION,
                    "A new secret needs a description.",
                    "Say in three words or more what it is for, such as \"Stripe API key for payment processing\".");
        }
    }

    /** That the current version is this one, and not the expected. */
    public static StoreException conflict(int current) {
        return new StoreException(
                Kind.CONFLICT,
                current == 0
                        ? "There is no secret at this path yet, so its version is 0."
                        : "The current version is " + current + ", not the expected one.",
                current == 0
                        ? "Leave expectedVersion out, or send 0."
                        : "Read the secret again, decide whether to replace it, and send expectedVersion " + current
                                + ".");
    }

    /** That what is to be taken over would lie where another secret is. */
    public static StoreException otherSecret() {
        return new StoreException(
                Kind.CONFLICT,
                "Another secret lies at this path already.",
                "Delete or rename one of the two; neither was changed.");
    }
}
