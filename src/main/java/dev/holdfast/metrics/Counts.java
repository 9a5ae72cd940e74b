package dev.holdfast.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Makes the meters of a registry, each once. Thread-safe. */
final class Counts {

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final ConcurrentHashMap<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<List<String>, Timer> timers = new ConcurrentHashMap<>();

    Counts(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param labels names and values in turn; the values come from a small set of ours */
    Counter counter(String name, String description, String... labels) {
        return counters.computeIfAbsent(
                key(name, labels),
                key -> Counter.builder(name)
                        .description(description)
                        .tags(labels)
                        .register(registry));
    }

    /** A histogram of durations. */
    Timer timer(String name, String description, String... labels) {
        return timers.computeIfAbsent(
                key(name, labels),
                key -> Timer.builder(name)
                        .description(description)
                        .tags(labels)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    /** A value that is asked for when it is told. */
    void gauge(String name, String description, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    private static List<String> key(String name, String... labels) {
        String[] key = new String[labels.length + 1];
        key[0] = name;
        System.arraycopy(labels, 0, key, 1, labels.length);
        return List.of(key);
    }
}
