package dev.holdfast.metrics;

import dev.holdfast.store.StoreWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Measures what the store is asked, and tells from it whether the store answers. Thread-safe. */
final class StoreMeters implements StoreWatch {

    private final Counts counts;
    private final StoreOutage outage;
    private final Counter failures;

    StoreMeters(Counts counts, StoreOutage outage) {
        this.counts = counts;
        this.outage = outage;
        this.failures = counts.counter("holdfast.store.failures", "Times that the store did not answer.");
        for (Operation operation : Operation.values()) {
            var unused = timer(operation);
        }
        for (StoreOutage.Word word : StoreOutage.Word.values()) {
            counts.gauge(
                    "holdfast.store.state",
                    "1 for how things stand with the store: up, degraded (no answer), critical (none for five minutes).",
                    () -> outage.word() == word ? 1 : 0,
                    "state",
                    word.name().toLowerCase(Locale.ROOT));
        }
        counts.gauge(
                "holdfast.store.outage.seconds",
                "How long the store has not answered; 0 while it does.",
                () -> outage.lasting().toMillis() / 1000.0);
    }

    private Timer timer(Operation operation) {
        return counts.timer(
                "holdfast.store.duration",
                "How long the store took.",
                "operation",
                operation.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void asked(Operation operation, Duration took, boolean answered) {
        outage.asked(answered);
        timer(operation).record(took);
        if (!answered) {
            failures.increment();
        }
    }
}
