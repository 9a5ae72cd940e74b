package dev.holdfast.audit;

import org.jspecify.annotations.Nullable;

/**
 * How a service's read was answered.
 *
 * @param cached whether the value came from the cache; null where none was handed out
 * @param ageSeconds how long ago a value that the store could not be asked for was fetched, or null
 * @param usage how many requests the service has sent in its window, or null where that played no part
 * @param limit how many it may send, or null
 */
public record Delivery(
        @Nullable Boolean cached,
        @Nullable Long ageSeconds,
        @Nullable Integer usage,
        @Nullable Integer limit) {

    /** A value from the store or from the cache. */
    public static Delivery of(boolean cached) {
        return new Delivery(cached, null, null, null);
    }

    /** The last known value, because the store could not be asked. */
    public static Delivery fallback(long ageSeconds) {
        return new Delivery(true, ageSeconds, null, null);
    }

    /** No value: too many requests. */
    public static Delivery limited(int usage, int limit) {
        return new Delivery(null, null, usage, limit);
    }

    /** Whether the value was the last known one of a store that could not be asked. */
    public boolean fallback() {
        return ageSeconds != null;
    }
}
