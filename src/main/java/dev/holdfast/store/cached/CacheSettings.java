package dev.holdfast.store.cached;

import java.time.Duration;

/**
 * How long values are kept.
 *
 * @param ttl the longest that a value is handed out without asking the store again; a request may want it shorter
 * @param stale the oldest that a value may be which is handed out while the store is down; zero for never
 * @param entries how many values are kept at the most
 */
public record CacheSettings(Duration ttl, Duration stale, int entries) {

    /** An hour, a day while the store is down, 10,000 values. */
    public static final CacheSettings DEFAULT = new CacheSettings(Duration.ofHours(1), Duration.ofDays(1), 10_000);

    /** As long as a value may be of any use. */
    public Duration longest() {
        return ttl.compareTo(stale) > 0 ? ttl : stale;
    }
}
