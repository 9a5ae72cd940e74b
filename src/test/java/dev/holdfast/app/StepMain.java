package dev.holdfast.app;

import dev.holdfast.cli.Backend;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program with a step at which it stops for good, so that a test can kill it there.
 *
 * <p>The step is named by the property {@code proof.step}; {@code proof.occurrence} says at which time it is reached,
 * counted from 1. A line {@code REACHED} on standard error tells that the process stands there.
 */
public final class StepMain {

    /** What the process says when it has stopped. */
    public static final String REACHED = "REACHED ";

    private StepMain() {}

    public static void main(String[] args) {
        FaultPoints stop =
                new Stop(System.getProperty("proof.step", "none"), Integer.getInteger("proof.occurrence", 1));
        System.exit(Main.run(args, System.in, System.out, stop));
    }

    /** The parts as the program puts them together, opened in this process on a home folder. */
    public static Backend backend(Path home) {
        return new Wiring(
                new Environment(Map.of("HOLDFAST_HOME", home.toString())),
                Clock.systemUTC(),
                new SecureRandom(),
                FaultPoints.NONE);
    }

    /** Stops the thread that reaches the step. */
    private static final class Stop implements FaultPoints {

        private final String step;
        private final AtomicInteger left;

        Stop(String step, int occurrence) {
            this.step = step;
            this.left = new AtomicInteger(occurrence);
        }

        @Override
        public void reached(String reached) {
            if (reached.equals(step) && left.decrementAndGet() == 0) {
                System.err.println(REACHED + step);
                forever();
            }
        }

        private static void forever() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
