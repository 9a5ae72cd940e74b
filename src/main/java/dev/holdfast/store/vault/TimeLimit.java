package dev.holdfast.store.vault;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long one call of the store may still take, however many requests it makes.
 *
 * <p>Bound to the thread that makes the call. A thread without a call, such as the one that renews a token, has the whole
 * limit for each of its requests.
 */
final class TimeLimit {

    private final Duration limit;
    private final ThreadLocal<Long> end = new ThreadLocal<>();

    TimeLimit(Duration limit) {
        this.limit = limit;
    }

    /** Runs {@code steps} under one limit; within another call, under what is left of that call's. */
    <T> T within(Supplier<T> steps) {
        return within(limit, steps);
    }

    /** The same with a limit of its own. */
    <T> T within(Duration own, Supplier<T> steps) {
        if (end.get() != null) {
            return steps.get();
        }
        end.set(System.nanoTime() + own.toNanos());
        try {
            return steps.get();
        } finally {
            end.remove();
        }
    }

    /** Runs {@code step} in two thirds of what is left, so that a third is there for what follows. */
    <T> T keepingAThird(Supplier<T> step) {
        long whole = System.nanoTime() + left().toNanos();
        Long before = end.get();
        end.set(whole - left().toNanos() / 3);
        try {
            return step.get();
        } finally {
            restore(before);
        }
    }

    private void restore(@Nullable Long before) {
        if (before == null) {
            end.remove();
        } else {
            end.set(before);
        }
    }

    /** Whether nothing is left, by the milliseconds in which requests are timed. */
    boolean isOver() {
        return left().toMillis() <= 1;
    }

    /** What is left; zero or less when the time is over. */
    Duration left() {
        Long until = end.get();
        return until == null ? limit : Duration.ofNanos(until - System.nanoTime());
    }

    /**
     * What is left for a request that is about to be sent.
     *
     * @throws Failure when nothing is left
     */
    Duration leftToSend() {
        Duration left = left();
        if (left.toMillis() <= 0) {
            throw Failure.of(Fault.TIME_LIMIT).beforeSending();
        }
        return left;
    }
}
