package dev.holdfast.app;

import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Trouble;
import dev.holdfast.state.KeyChangeTable;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.cached.Announcements;
import dev.holdfast.store.cached.CachedReads;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this process's cache and, by the database, those of all others of changes.
 *
 * <p>That one begins is committed before it is made; that it has ended is told a little later, many in one commit, since until
 * then it only costs the others reads. Thread-safe.
 */
final class Announcer implements Announcements, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final long DELAY_MILLIS = 50;

    private final KeyChangeTable table;
    private final Clock clock;
    private final FaultPoints steps;
    private final Map<Long, KeyPath> ended = new HashMap<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Announcer::daemon);
    private volatile @Nullable CachedReads cache;

    Announcer(KeyChangeTable table, Clock clock, FaultPoints steps) {
        this.table = table;
        this.clock = clock;
        this.steps = steps;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "announcements");
        thread.setDaemon(true);
        return thread;
    }

    /** Tells this cache, too, from now on. */
    void tell(CachedReads keeping) {
        cache = keeping;
    }

    @Override
    public Announced begin(KeyPath path) {
        Map<Long, KeyPath> change;
        try {
            change = Map.of(table.begin(path, clock.instant()), path);
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw StoreException.unavailable(trouble.problem(), trouble.hint());
        }
        CachedReads kept = cache;
        if (kept != null) {
            kept.begun(change);
        }
        return () -> ended(change);
    }

    private void ended(Map<Long, KeyPath> change) {
        CachedReads kept = cache;
        if (kept != null) {
            kept.ended(change);
        }
        synchronized (ended) {
            boolean first = ended.isEmpty();
            ended.putAll(change);
            if (!first) {
                return;
            }
        }
        try {
            var unused = thread.schedule(this::flush, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // It was closed.
        }
    }

    private void flush() {
        Map<Long, KeyPath> those;
        synchronized (ended) {
            those = Map.copyOf(ended);
            ended.clear();
        }
        if (those.isEmpty()) {
            return;
        }
        steps.reached("change.ending");
        try {
            table.end(those, clock.instant());
        } catch (SQLException e) {
            LOG.warn(
                    "that changes have ended cannot be told to other processes; for a minute they keep nothing of {} keys ({})",
                    those.size(),
                    e.getClass().getName());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        flush();
    }
}
