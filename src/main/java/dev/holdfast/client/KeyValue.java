package dev.holdfast.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The value of a key: bytes of its own, wiped on close, and how old they are.
 *
 * <p>{@link #toString()} says nothing, and two values are equal only when they are one. Thread-safe.
 */
public final class KeyValue implements AutoCloseable {

    private final byte[] bytes;
    private final long version;
    private final Duration age;
    private final boolean stale;
    private boolean closed;

    /** Takes the array over. */
    KeyValue(byte[] own, long version, Duration age, boolean stale) {
        this.bytes = own;
        this.version = version;
        this.age = age;
        this.stale = stale;
    }

    /**
     * The value as text. A string can't be wiped: use it at once, and keep the {@code KeyValue} where it has to be kept.
     *
     * @throws IllegalStateException when it was closed
     */
    public synchronized String reveal() {
        requireOpen();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * A copy of the value as UTF-8, which the caller wipes.
     *
     * @throws IllegalStateException when it was closed
     */
    public synchronized byte[] revealUtf8() {
        requireOpen();
        return bytes.clone();
    }

    /** The version in the store, from 1 on. */
    public long version() {
        return version;
    }

    /** How long before it was handed out the service had given it. */
    public Duration age() {
        return age;
    }

    /** Whether it is older than its time, and was handed out because the service is down. */
    public boolean stale() {
        return stale;
    }

    /** The same value for one more caller. */
    synchronized KeyValue copy() {
        requireOpen();
        return new KeyValue(bytes.clone(), version, age, stale);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the value was closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Always the same words: a value is never part of a message. */
    @Override
    public String toString() {
        return "KeyValue[…]";
    }
}
