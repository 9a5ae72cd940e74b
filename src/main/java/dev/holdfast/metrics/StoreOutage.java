package dev.holdfast.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Since when the store has not answered any call, whoever made it: what metrics tell. Thread-safe. */
final class StoreOutage {

    /** From when on an outage counts as critical: a person should have looked by then. */
    static final Duration CRITICAL = Duration.ofMinutes(5);

    /** How things stand with the store. */
    enum Word {
        UP,
        DEGRADED,
        CRITICAL
    }

    private final Clock clock;
    private final AtomicReference<@Nullable Instant> down = new AtomicReference<>();

    StoreOutage(Clock clock) {
        this.clock = clock;
    }

    void asked(boolean answered) {
        if (answered) {
            down.set(null);
        } else {
            down.compareAndSet(null, clock.instant());
        }
    }

    Word word() {
        return lasting().isZero() ? Word.UP : lasting().compareTo(CRITICAL) < 0 ? Word.DEGRADED : Word.CRITICAL;
    }

    /** How long it has not answered; zero while it does. */
    Duration lasting() {
        Instant since = down.get();
        if (since == null) {
            return Duration.ZERO;
        }
        Duration lasting = Duration.between(since, clock.instant());
        return lasting.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : lasting;
    }
}
