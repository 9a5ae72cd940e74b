package dev.holdfast.access;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Does the parts of one piece of work side by side, eight at a time, of which the caller's thread does its share.
 *
 * <p>Where no more threads are to be had, the caller does all: nobody waits for a thread. Thread-safe.
 */
final class SideBySide {

    private static final int AT_A_TIME = 8;
    private static final int THREADS = 64;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), SideBySide::daemon);

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "key-reads");
        thread.setDaemon(true);
        return thread;
    }

    /** Does the parts from 0 on, and returns when all are done. What one of them throws is thrown at the end. */
    void each(int parts, IntConsumer part) {
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                part.accept(i);
            }
        };
        CompletableFuture<?>[] others = IntStream.range(1, Math.min(AT_A_TIME, parts))
                .mapToObj(i -> begun(share))
                .toArray(CompletableFuture[]::new);
        try {
            share.run();
        } finally {
            CompletableFuture.allOf(others).join();
        }
    }

    private CompletableFuture<?> begun(Runnable share) {
        try {
            return CompletableFuture.runAsync(share, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
