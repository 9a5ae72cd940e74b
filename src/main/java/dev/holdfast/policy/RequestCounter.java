package dev.holdfast.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts requests against limits. Thread-safe. */
public interface RequestCounter {

    /**
     * Counts a request.
     *
     * @param name whose it is
     * @return null when it cannot be counted just now
     */
    @Nullable
    Spent spend(String name, RateLimit limit);

    /**
     * What became of a request that was counted.
     *
     * @param allowed whether there was one left
     * @param limit how many there are in a window
     * @param pause until there is one again; zero when it was allowed
     */
    record Spent(boolean allowed, int limit, Duration pause) {}
}
