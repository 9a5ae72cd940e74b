package dev.holdfast.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, so that a test can have its own. */
interface Timing {

    Instant now();

    /** A clock that only goes forward, in nanoseconds. */
    long nanos();

    void sleep(Duration pause) throws InterruptedException;

    /** From 0 up to and without 1. */
    double chance();

    static Timing system() {
        return new Timing() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration pause) throws InterruptedException {
                Thread.sleep(pause.toMillis());
            }

            @Override
            public double chance() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };
    }
}
