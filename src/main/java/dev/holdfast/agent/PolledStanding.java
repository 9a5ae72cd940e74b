package dev.holdfast.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How things stand, asked for three times a second and kept in memory: a request asks no database, and what was taken back
 * is refused by every process within a second. When asking fails for longer, no token is believed. Thread-safe.
 */
public final class PolledStanding implements Standing, AutoCloseable {

    /** How often it is asked for. */
    public static final Duration PERIOD = Duration.ofMillis(300);

    /** How old it may be. */
    public static final Duration OLDEST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PolledStanding.class);

    private final Source source;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "standing");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile @Nullable Known known;
    private boolean failing;

    /** Where it is asked for. */
    public interface Source {

        /** How things stand; whatever it throws means that this is not known. */
        Snapshot load() throws Exception;
    }

    private record Known(Snapshot snapshot, Instant asked) {}

    /** Asks for nothing yet. */
    public PolledStanding(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Asks now, and from now on by itself. */
    public PolledStanding start() {
        poll();
        var unused =
                thread.scheduleWithFixedDelay(this::poll, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Asks once, now: for whoever has just changed something and is to find it so. */
    public synchronized void poll() {
        // As of before it was asked: what changes meanwhile may not be in the answer.
        Instant asked = clock.instant();
        try {
            known = new Known(source.load(), asked);
            if (failing) {
                failing = false;
                LOG.info("who may call is known again");
            }
        } catch (Exception e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "who may call cannot be found out ({}); tokens are refused meanwhile",
                        e.getClass().getName());
            }
        }
    }

    @Override
    public Snapshot now() throws Unauthenticated {
        Known last = known;
        if (last == null || Duration.between(last.asked, clock.instant()).compareTo(OLDEST) > 0) {
            throw new Unauthenticated(Unauthenticated.Why.NOT_KNOWN_NOW);
        }
        return last.snapshot;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
