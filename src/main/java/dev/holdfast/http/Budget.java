package dev.holdfast.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests each name may still make: so many in a minute, filled up evenly.
 *
 * <p>Remembers the names that came last, so that made-up ones fill no memory. Thread-safe.
 */
final class Budget {

    private static final int MOST_NAMES = 10_000;

    private final int inAMinute;
    private final Map<String, Counted> counted = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > MOST_NAMES;
        }
    });

    private record Counted(int inAMinute, Bucket bucket) {}

    Budget(int inAMinute) {
        this.inAMinute = inAMinute;
    }

    /** Spends one request; zero when there was one left, else the whole seconds until there is. */
    long spend(String name) {
        return spend(name, inAMinute);
    }

    /** As the other, of a name that has so many in a minute; it begins anew when that is another number than before. */
    long spend(String name, int itsOwn) {
        ConsumptionProbe probe = counted.compute(
                        name,
                        (same, known) -> known != null && known.inAMinute() == itsOwn
                                ? known
                                : new Counted(itsOwn, bucket(itsOwn)))
                .bucket()
                .tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? 0
                : Math.max(
                        1,
                        Duration.ofNanos(probe.getNanosToWaitForRefill())
                                .plusMillis(999)
                                .toSeconds());
    }

    private static Bucket bucket(int inAMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(inAMinute).refillGreedy(inAMinute, Duration.ofMinutes(1)))
                .build();
    }
}
