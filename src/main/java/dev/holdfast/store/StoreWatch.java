package dev.holdfast.store;

import java.time.Duration;

/** Is told of what a store was asked. Called by many threads at once; throws nothing. */
public interface StoreWatch {

    /** What a store is asked for. */
    enum Operation {
        /** A value. */
        READ,
        /** Facts without values. */
        LIST,
        WRITE,
        /** Who has a value, or what becomes of all versions. */
        SEARCH
    }

    /** @param answered whether the store could be asked; a refusal of its own is an answer */
    void asked(Operation operation, Duration took, boolean answered);
}
