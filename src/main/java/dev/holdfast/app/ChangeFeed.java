package dev.holdfast.app;

import dev.holdfast.agent.PolledStanding;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.state.KeyChangeTable;
import dev.holdfast.state.KeyChangeTable.Told;
import dev.holdfast.store.cached.CachedReads;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the cache forget what other processes have changed, within a second; and at the start all that was changed while
 * this process was not there, since a cache that processes share may still have it.
 */
final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    /** How far back it looks: a transaction may commit after one that took its number later. */
    private static final int OVERLAP = 1000;

    private final KeyChangeTable table;
    private final CachedReads cache;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "changes");
        daemon.setDaemon(true);
        return daemon;
    });
    private Set<Long> seen = new HashSet<>();
    private long last;
    private boolean failing;
    private volatile Instant asked;

    ChangeFeed(KeyChangeTable table, CachedReads cache, Clock clock) {
        this.table = table;
        this.cache = cache;
        this.clock = clock;
        this.asked = clock.instant();
    }

    /** Follows from now on. */
    ChangeFeed start() {
        long period = PolledStanding.PERIOD.toMillis();
        var unused = thread.scheduleWithFixedDelay(this::poll, 0, period, TimeUnit.MILLISECONDS);
        return this;
    }

    private void poll() {
        // As of before it was asked: what changes meanwhile may not be in the answer.
        Instant begin = clock.instant();
        try {
            Set<Long> now = new HashSet<>();
            Map<String, KeyPath> begun = new HashMap<>();
            Map<String, KeyPath> ended = new HashMap<>();
            for (Told told : table.since(last - OVERLAP)) {
                now.add(told.number());
                last = Math.max(last, told.number());
                if (!seen.contains(told.number())) {
                    (told.ended() ? ended : begun)
                            .put(told.change().id(), told.change().path());
                }
            }
            cache.begun(begun);
            cache.ended(ended);
            cache.heard(begin);
            seen = now;
            asked = begin;
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "what other processes change cannot be found out ({})",
                        e.getClass().getName());
            }
        }
    }

    /** How long ago it was last found out, or how long this has been tried for. */
    Duration age() {
        return Duration.between(asked, clock.instant());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
