package dev.holdfast.rest;

import dev.holdfast.policy.RateLimit;
import dev.holdfast.policy.RequestCounter;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts requests in this process. Thread-safe. */
final class LocalCounter implements RequestCounter {

    private final Map<String, Counted> counts = new ConcurrentHashMap<>();

    private record Counted(RateLimit limit, Bucket bucket) {}

    @Override
    public Spent spend(String name, RateLimit limit) {
        ConsumptionProbe probe = bucket(name, limit).tryConsumeAndReturnRemaining(1);
        return new Spent(probe.isConsumed(), limit.requests(), Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** A new one when the limit was changed. */
    private Bucket bucket(String name, RateLimit limit) {
        return counts.compute(
                        name,
                        (same, known) -> known != null && known.limit().equals(limit)
                                ? known
                                : new Counted(limit, bucket(limit)))
                .bucket();
    }

    private static Bucket bucket(RateLimit limit) {
        return Bucket.builder()
                .addLimit(to -> to.capacity(limit.requests()).refillIntervally(limit.requests(), limit.window()))
                .build();
    }
}
