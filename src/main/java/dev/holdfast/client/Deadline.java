package dev.holdfast.client;

import java.time.Duration;

/** The moment by which a call has its answer, whatever it does until then. */
final class Deadline {

    private final Timing timing;
    private final long end;

    private Deadline(Timing timing, long end) {
        this.timing = timing;
        this.end = end;
    }

    static Deadline in(Duration time, Timing timing) {
        return new Deadline(timing, timing.nanos() + time.toNanos());
    }

    /** What is left, in nanoseconds; 0 when it has passed. */
    long leftNanos() {
        return Math.max(0, end - timing.nanos());
    }
}
