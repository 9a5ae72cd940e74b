package dev.holdfast.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Rows of reads that are written a moment after the answer, many together.
 *
 * <p>A process that is killed loses those of the last moment: no more than {@value #MOST} rows, and none that was older than
 * {@link #LONGEST}. A log that cannot be written is asked again until it can; meanwhile rows are taken as long as both bounds
 * hold, and refused from then on. Thread-safe.
 */
public final class LaterRows implements AutoCloseable {

    /** The most rows that may be lost. */
    public static final int MOST = 10_000;

    /** How old a row may be that is not written yet. */
    public static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int TOGETHER = 1000;

    /** How long rows wait for others, unless somebody waits for them: a commit costs the same for few as for many. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long PAUSE_MILLIS = 50;
    private static final long LAST_SECONDS = 10;

    private final AuditLog log;
    private final Clock clock;
    private final Thread thread = new Thread(this::write, "later-rows");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();
    private final Condition written = lock.newCondition();

    // All guarded by the lock.
    private List<AuditEvent> waiting = new ArrayList<>();
    private @Nullable Instant waitingSince;
    private @Nullable Instant underWaySince;
    private int underWay;
    private long taken;
    private long done;
    private int awaiting;
    private boolean closed;

    public LaterRows(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Takes rows to be written.
     *
     * @throws AuditException when too many wait already, or have waited for too long: they are not taken
     */
    public void append(List<AuditEvent> events) {
        Instant now = clock.instant();
        lock.lock();
        try {
            boolean full = waiting.size() + underWay + events.size() > MOST;
            Instant oldest = underWaySince == null ? waitingSince : underWaySince;
            boolean late = oldest != null && Duration.between(oldest, now).compareTo(LONGEST) > 0;
            if (closed || full || late) {
                throw late();
            }
            if (waitingSince == null) {
                waitingSince = now;
            }
            boolean first = waiting.isEmpty();
            waiting.addAll(events);
            taken += events.size();
            if (first || waiting.size() >= TOGETHER) {
                due.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all that was taken before is written.
     *
     * @throws AuditException when it is not after {@link #LONGEST}
     */
    public void awaitWritten() {
        long left = LONGEST.toNanos();
        lock.lock();
        try {
            long last = taken;
            awaiting++;
            due.signal();
            while (done < last && left > 0) {
                left = written.awaitNanos(left);
            }
            if (done < last) {
                throw late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late();
        } finally {
            awaiting--;
            lock.unlock();
        }
    }

    private static AuditException late() {
        return new AuditException(
                "Rows that were to be written a moment later wait for too long.",
                "Look at the database of the audit, then call again.");
    }

    private void write() {
        List<AuditEvent> next = next();
        while (!next.isEmpty()) {
            boolean written = written(next);
            if (written) {
                next = next();
            } else if (!pause()) {
                return;
            }
        }
    }

    private boolean written(List<AuditEvent> events) {
        try {
            log.append(events);
            return true;
        } catch (AuditException e) {
            return false;
        }
    }

    /** The rows that are to be written now; none when that was all. */
    private List<AuditEvent> next() {
        lock.lock();
        try {
            done += underWay;
            underWay = 0;
            underWaySince = null;
            written.signalAll();
            gather();
            int many = Math.min(waiting.size(), TOGETHER);
            List<AuditEvent> next = List.copyOf(waiting.subList(0, many));
            waiting = new ArrayList<>(waiting.subList(many, waiting.size()));
            underWay = many;
            underWaySince = waitingSince;
            if (waiting.isEmpty()) {
                waitingSince = null;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void gather() {
        while (waiting.isEmpty() && !closed) {
            due.awaitUninterruptibly();
        }
        long left = GATHER_NANOS;
        while (waiting.size() < TOGETHER && awaiting == 0 && !closed && left > 0) {
            try {
                left = due.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // The next pause ends the thread; what waits here is tried before.
                return;
            }
        }
    }

    /** Whether to try again after a while. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Writes what waits, for as long as ten seconds. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            due.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(LAST_SECONDS));
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
