package dev.holdfast.app;

import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Trouble;
import dev.holdfast.state.KeyChangeTable;
import dev.holdfast.state.KeyChangeTable.Change;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.cached.Announcements;
import dev.holdfast.store.cached.CachedReads;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
 * then it only costs the others reads. A store in the same database tells of its changes itself, each in its own commit.
 * Thread-safe.
 */
final class Announcer implements Announcements, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final long DELAY_MILLIS = 50;

    private final KeyChangeTable table;
    private final boolean byTheStore;
    private final FaultPoints steps;
    private final List<Change> ended = new ArrayList<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Announcer::daemon);
    private volatile @Nullable CachedReads cache;

    /** @param byTheStore whether the store tells the other processes */
    Announcer(KeyChangeTable table, boolean byTheStore, FaultPoints steps) {
        this.table = table;
        this.byTheStore = byTheStore;
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
        if (byTheStore) {
            Change change = table.next(path);
            begunHere(change);
            return () -> endedHere(change);
        }
        return told(path);
    }

    /** Of a change that no store makes. */
    void changed(KeyPath path) {
        told(path).ended();
    }

    private Announced told(KeyPath path) {
        Change change = table.next(path);
        try {
            table.begin(change);
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw StoreException.unavailable(trouble.problem(), trouble.hint());
        }
        begunHere(change);
        return () -> {
            endedHere(change);
            endedThere(change);
        };
    }

    private void begunHere(Change change) {
        CachedReads kept = cache;
        if (kept != null) {
            kept.begun(Map.of(change.id(), change.path()));
        }
    }

    private void endedHere(Change change) {
        CachedReads kept = cache;
        if (kept != null) {
            kept.ended(Map.of(change.id(), change.path()));
        }
    }

    private void endedThere(Change change) {
        synchronized (ended) {
            ended.add(change);
            if (ended.size() > 1) {
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
        List<Change> those;
        synchronized (ended) {
            those = List.copyOf(ended);
            ended.clear();
        }
        if (those.isEmpty()) {
            return;
        }
        steps.reached("change.ending");
        try {
            table.end(those);
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
