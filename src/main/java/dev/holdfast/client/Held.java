package dev.holdfast.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A value as the service gave it, and until when it counts; guarded by whoever holds it. */
final class Held {

    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final String path;
    private final byte[] bytes;
    private final long version;
    private final Instant fetchedAt;
    private final Instant freshUntil;

    /** Takes the array over. */
    Held(String path, byte[] own, long version, Instant fetchedAt, Instant freshUntil) {
        this.path = path;
        this.bytes = own;
        this.version = version;
        this.fetchedAt = fetchedAt;
        this.freshUntil = freshUntil;
    }

    String path() {
        return path;
    }

    /** Its bytes themselves, not a copy. */
    byte[] bytes() {
        return bytes;
    }

    long version() {
        return version;
    }

    Instant fetchedAt() {
        return fetchedAt;
    }

    /** A clock that was set back makes no value fresh. */
    boolean fresh(Instant now) {
        return now.isBefore(freshUntil) && !now.isBefore(fetchedAt);
    }

    /** One that was fetched well in the future is of an age that nobody knows, and counts as older than any. */
    boolean olderThan(Duration age, Instant now) {
        return fetchedAt.isBefore(now.minus(age)) || fetchedAt.isAfter(now.plus(CLOCKS_DIFFER));
    }

    KeyValue handOut(Instant now, boolean stale) {
        Duration age = Duration.between(fetchedAt, now);
        return new KeyValue(bytes.clone(), version, age.isNegative() ? Duration.ZERO : age, stale);
    }

    Held copy() {
        return new Held(path, bytes.clone(), version, fetchedAt, freshUntil);
    }

    void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
