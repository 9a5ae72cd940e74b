package dev.holdfast.store.cached;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.StoreException;

/** Tells all who keep values of a store that a secret is about to change, and when it has. Thread-safe. */
@FunctionalInterface
public interface Announcements {

    /**
     * Tells of a change before it is made, so that it is known whatever becomes of the process that makes it.
     *
     * @throws StoreException when it cannot be told: then the change must not be made
     */
    Announced begin(KeyPath path);

    /** A change that was told of. What is read of its secret is not kept until it has ended, or a minute long. */
    @FunctionalInterface
    interface Announced {

        /** Tells that the change has come about, or never will. Throws nothing: when it cannot be told, the minute counts. */
        void ended();
    }
}
