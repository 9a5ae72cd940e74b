package dev.holdfast.sql;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/**
 * Waits for the lock of another process by asking often, up to {@link Sqlite#LOCK_WAIT}.
 *
 * <p>SQLite's own handler asks every 100 ms after a while: among several busy processes some writers then miss every gap
 * until their time is over. Used by the one thread that its connection is used by.
 */
final class PatientWriter extends BusyHandler {

    private static final long LEAST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

    private long began;

    /** @return 0 to give up, anything else to ask again */
    @Override
    protected int callback(int asked) {
        long now = System.nanoTime();
        if (asked == 0) {
            began = now;
        }
        if (now - began >= Sqlite.LOCK_WAIT.toNanos()) {
            return 0;
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LEAST_PAUSE, MOST_PAUSE));
        return 1;
    }
}
