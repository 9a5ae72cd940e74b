package dev.holdfast.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.store.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The state of the server, asked by anybody. */
final class HealthTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final Health health =
            new Health(Map.of("store", new Health.Part(false, () -> asked.incrementAndGet() < 2)), clock);

    @Test
    void state_askedAgainWithinASecond_asksNoPartAgain() {
        for (int i = 0; i < 1000; i++) {
            assertThat(health.state().words()).isEqualTo("healthy");
        }
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(health.state().words()).isEqualTo("degraded");
        assertThat(asked).hasValue(2);
    }
}
