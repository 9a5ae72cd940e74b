package dev.holdfast.services;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for another program, of whose progress nothing but asking it again tells. */
final class Await {

    /** Far more than any server needs, and little enough for a build that ends. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(25);

    private Await() {}

    /**
     * Returns when the condition holds.
     *
     * @throws IllegalStateException with the text, after {@link #LONGEST}
     */
    static void until(BooleanSupplier condition, Supplier<String> failure) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(failure.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
