package dev.holdfast.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The few threads of calls that nobody waits for at once; they end when idle, and never keep a program alive. */
final class Background {

    private static final int THREADS = 8;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "holdfast-client");
                thread.setDaemon(true);
                return thread;
            });

    Background() {
        threads.allowCoreThreadTimeOut(true);
    }

    <T> CompletableFuture<T> run(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    void close() {
        threads.shutdown();
    }
}
