package dev.holdfast.store.cached;

import dev.holdfast.store.ReadSecret;
import java.time.Instant;

/** A version as it was read, now or lately. Closing it wipes this copy of the value. */
public final class Fetched implements AutoCloseable {

    /** Where a value came from. */
    public enum From {
        STORE,
        CACHE,
        /** The cache, past its time, because the store could not be asked. */
        STALE
    }

    private final ReadSecret secret;
    private final From from;
    private final Instant at;

    Fetched(ReadSecret secret, From from, Instant at) {
        this.secret = secret;
        this.from = from;
        this.at = at;
    }

    public ReadSecret secret() {
        return secret;
    }

    public From from() {
        return from;
    }

    /** When the store gave it. */
    public Instant at() {
        return at;
    }

    @Override
    public void close() {
        secret.close();
    }
}
