package dev.holdfast.policy;

import java.time.Duration;

/**
 * How many requests a caller may send in a window of time.
 *
 * @param requests 1 to {@value #MOST}
 * @param window a second to a day
 */
public record RateLimit(int requests, Duration window) {

    /** The most requests of one window. */
    public static final int MOST = 10_000_000;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What holds for a service that was registered without one: 60 in a minute. */
    public static final RateLimit DEFAULT = new RateLimit(60, Duration.ofMinutes(1));

    /** @throws IllegalArgumentException when a number is out of its range */
    public RateLimit {
        boolean fits = window.compareTo(SHORTEST) >= 0 && window.compareTo(LONGEST) <= 0;
        if (requests < 1 || requests > MOST || !fits) {
            throw new IllegalArgumentException("not a rate limit");
        }
    }
}
