package dev.holdfast.store.cached;

import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import java.time.Instant;

/** A value that is kept, and when the store gave it. Not wiped when it is dropped: someone may be copying it. */
public final class KeptSecret {

    private final SecretInfo info;
    private final SecretValue value;
    private final Instant at;

    /** @param at as of before the store was asked */
    public KeptSecret(SecretInfo info, SecretValue value, Instant at) {
        this.info = info;
        this.value = value;
        this.at = at;
    }

    public SecretInfo info() {
        return info;
    }

    /** Lent: it is not to be closed. */
    public SecretValue value() {
        return value;
    }

    /** When the store gave it. */
    public Instant at() {
        return at;
    }

    Fetched copy(Fetched.From from) {
        return new Fetched(new ReadSecret(info, value.copy()), from, at);
    }
}
