package dev.holdfast.store.vault;

import dev.holdfast.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Eight threads for requests that can be made side by side; none before the first, and none for long after the last.
 *
 * <p>Work that waits for other work needs workers of its own, or all eight may come to wait.
 */
final class Workers implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 10;

    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    Workers() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::daemon);
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "vault-reader-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    /**
     * What the work gave, or threw.
     *
     * @throws StoreException when this thread is interrupted, too
     */
    static <T> T result(Future<T> work) {
        return result(work, Duration.ofDays(1));
    }

    /** The same; work that takes longer is given up, and counts as a store that cannot be asked. */
    static <T> T result(Future<T> work, Duration most) {
        try {
            return work.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException("work that failed otherwise than by a refusal");
        } catch (TimeoutException e) {
            work.cancel(true);
            throw tooLong();
        } catch (InterruptedException e) {
            work.cancel(true);
            Thread.currentThread().interrupt();
            throw tooLong();
        }
    }

    /** That the store took longer than whoever asks can wait. */
    static StoreException tooLong() {
        return StoreException.unavailable(
                "The store did not say in time where this value is stored.",
                "Call again; name the secret's path rather than its value where that is possible.");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
