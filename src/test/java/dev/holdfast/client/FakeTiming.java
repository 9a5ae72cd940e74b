package dev.holdfast.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes when a test says so, or when the client sleeps; chance is what the test says. */
final class FakeTiming implements Timing {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile Duration passed = Duration.ZERO;
    private volatile Duration turned = Duration.ZERO;
    private volatile double chance = 0.5;

    synchronized void pass(Duration time) {
        passed = passed.plus(time);
    }

    /** Turns the clock on the wall alone; what counts time for a deadline goes on as before. */
    synchronized void turn(Duration time) {
        turned = turned.plus(time);
    }

    void chance(double next) {
        this.chance = next;
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public Instant now() {
        return START.plus(passed).plus(turned);
    }

    @Override
    public long nanos() {
        return passed.toNanos();
    }

    @Override
    public void sleep(Duration pause) {
        pauses.add(pause);
        pass(pause);
    }

    @Override
    public double chance() {
        return chance;
    }
}
