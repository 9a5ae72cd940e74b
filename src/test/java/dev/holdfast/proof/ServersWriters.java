package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Eight threads that store secrets without a pause, and all that they were told. */
final class ServersWriters implements AutoCloseable {

    static final int WRITERS = 8;

    /** Far beyond any wait of the product itself. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /** Versions of a path before a writer takes the next one, so that each of them can still be read. */
    private static final int VERSIONS = 20;

    private static final int SHARERS = 2;

    /** Stores a value and says what came of it. */
    interface Storing {
        Told store(String path, String value);
    }

    /** An answer: a promise, or the code of a refusal. */
    record Told(List<Acknowledged> promise, String refused) {

        static Told of(Acknowledged promise) {
            return new Told(List.of(promise), "");
        }

        static Told refused(String code) {
            return new Told(List.of(), code);
        }
    }

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final AtomicIntegerArray successes = new AtomicIntegerArray(WRITERS);
    private final AtomicIntegerArray refusedOf = new AtomicIntegerArray(WRITERS);
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<Future<?>> writers = new ArrayList<>();
    private final Storing storing;
    private volatile boolean over;

    private ServersWriters(Storing storing) {
        this.storing = storing;
    }

    static ServersWriters start(Storing storing) {
        ServersWriters writers = new ServersWriters(storing);
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.writers.add(writers.threads.submit(() -> writers.write(number)));
        }
        return writers;
    }

    private void write(int number) {
        for (int count = 0; !over; count++) {
            // Every fourth write goes where another thread writes too.
            boolean shared = count % 4 == 0;
            String writer = shared ? "shared_" + number / SHARERS : "own_" + number;
            String path = "project/outages/" + writer + "_" + count / VERSIONS;
            String value = Values.next();
            long start = System.nanoTime();
            Told told = storing.store(path, value);
            attempts.incrementAndGet();
            acknowledged.addAll(told.promise());
            if (told.refused().isEmpty()) {
                successes.incrementAndGet(number);
            } else {
                refusals.merge(told.refused(), 1, Integer::sum);
                refusedOf.incrementAndGet(number);
                longest.accumulateAndGet(System.nanoTime() - start, Math::max);
            }
        }
    }

    /** Returns when each writer has stored so many more. */
    void awaitEachStores(int more) {
        await(successes, more, "Not every writer stores again.");
    }

    /** Returns when each writer has been refused once more. */
    void awaitEachRefused() {
        await(refusedOf, 1, "Not every writer was refused.");
    }

    private void await(AtomicIntegerArray counts, int more, String failure) {
        int[] before = new int[WRITERS];
        for (int i = 0; i < WRITERS; i++) {
            before[i] = counts.get(i);
        }
        until(
                () -> {
                    for (int i = 0; i < WRITERS; i++) {
                        if (counts.get(i) < before[i] + more) {
                            return false;
                        }
                    }
                    return true;
                },
                failure);
    }

    private void until(BooleanSupplier condition, String failure) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            for (Future<?> writer : writers) {
                assertThat(writer.isDone()).as("a writer ended by itself").isFalse();
            }
            assertThat(System.nanoTime() - end).as(failure + " " + refusals).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    /** Lets each writer end what it is about; whatever went wrong in one is thrown. */
    void end() throws Exception {
        over = true;
        for (Future<?> writer : writers) {
            writer.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        }
    }

    Queue<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** How many refusals there were, by their codes. */
    Map<String, Integer> refusals() {
        return refusals;
    }

    /** Writes, whatever came of them. */
    long attempts() {
        return attempts.get();
    }

    /** The longest time from a call to its refusal. */
    Duration longestRefusal() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
