package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class SideBySideTest {

    private static final int PARTS = 100;

    private final SideBySide sideBySide = new SideBySide();

    @Test
    void each_ofManyParts_isDoneOnce_eightAtATime() {
        AtomicIntegerArray done = new AtomicIntegerArray(PARTS);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        sideBySide.each(PARTS, part -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            done.incrementAndGet(part);
            now.decrementAndGet();
        });

        for (int i = 0; i < PARTS; i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
        assertThat(most.get()).isBetween(2, 8);
    }

    @Test
    void each_ofNoParts_doesNothing() {
        sideBySide.each(0, part -> {
            throw new AssertionError();
        });
    }

    @Test
    void each_withAPartThatFails_throwsWhatItThrew_whenAllAreThrough() {
        AtomicInteger done = new AtomicInteger();

        assertThatThrownBy(() -> sideBySide.each(1, part -> {
                    done.incrementAndGet();
                    throw new IllegalStateException("one");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(done.get()).isEqualTo(1);
    }
}
