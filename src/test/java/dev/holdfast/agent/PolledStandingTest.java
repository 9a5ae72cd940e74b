package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PolledStandingTest {

    private final TestClock clock = new TestClock();
    private boolean away;
    private Set<String> revoked = Set.of();

    private final PolledStanding standing = new PolledStanding(
            () -> {
                if (away) {
                    throw new IOException("away");
                }
                return new Standing.Snapshot(Map.of(), Map.of(), Set.of(), revoked);
            },
            clock);

    private void assertNotKnown() {
        assertThatThrownBy(standing::now)
                .isInstanceOfSatisfying(
                        Unauthenticated.class, e -> assertThat(e.why()).isEqualTo(Unauthenticated.Why.NOT_KNOWN_NOW));
    }

    @Test
    void now_neverAsked_isNotKnown() {
        assertNotKnown();
    }

    @Test
    void now_askedAgain_isWhatHasChanged() throws Exception {
        standing.poll();
        revoked = Set.of("7");
        assertThat(standing.now().revoked()).isEmpty();
        standing.poll();
        assertThat(standing.now().revoked()).containsExactly("7");
    }

    @Test
    void now_sourceAwayForASecond_isNotKnownUntilItIsBack() throws Exception {
        standing.poll();
        away = true;
        clock.advance(PolledStanding.OLDEST);
        standing.poll();
        assertThat(standing.now().revoked()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertNotKnown();
        away = false;
        standing.poll();
        assertThat(standing.now().revoked()).isEmpty();
    }
}
