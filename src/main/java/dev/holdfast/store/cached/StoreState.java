package dev.holdfast.store.cached;

/** How the store is doing, as those see it who ask for keys: by what they were given, not by the time that it lasts. Thread-safe. */
public interface StoreState {

    /** The states. */
    enum State {
        /** The store answers. */
        UP,
        /** It does not, and all that was asked for since was in the cache. */
        DEGRADED,
        /** It does not, and something that was asked for since could not be handed out. */
        CRITICAL
    }

    State state();
}
