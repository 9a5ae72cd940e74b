package dev.holdfast.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.http.Watch;
import dev.holdfast.store.StoreWatch.Operation;
import dev.holdfast.store.TestClock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How many series there can be, and how an outage is told. */
final class BoundsTest {

    @Test
    void label_ofAServiceThatIsNotRegistered_isOther() {
        ServiceNames names = new ServiceNames();
        names.registered(() -> Set.of("jules-mcp"));

        assertThat(names.label("jules-mcp")).isEqualTo("jules-mcp");
        assertThat(names.label("jules-mcq")).isEqualTo("other");
        assertThat(names.label(null)).isEqualTo("other");
    }

    @Test
    void labels_ofEverMoreServices_haveAnEnd() {
        Set<String> registered = new TreeSet<>();
        ServiceNames names = new ServiceNames();
        names.registered(() -> registered);
        for (int i = 0; i < 2 * ServiceNames.MOST; i++) {
            registered.add("service-" + i);
            names.label("service-" + i);
        }

        assertThat(names.all()).hasSize(ServiceNames.MOST);
        assertThat(names.label("service-0")).isEqualTo("service-0");
        assertThat(names.label("service-" + (2 * ServiceNames.MOST - 1))).isEqualTo("other");
    }

    @Test
    void state_ofAStoreThatDoesNotAnswer_becomesCriticalAndUpAgain() {
        TestClock clock = new TestClock();
        try (Metrics metrics = new Metrics("1", clock)) {
            metrics.store().asked(Operation.READ, Duration.ofMillis(3), false);
            assertThat(state(metrics)).isEqualTo("degraded");
            clock.advance(Duration.ofMinutes(4));
            metrics.store().asked(Operation.READ, Duration.ofMillis(3), false);
            assertThat(state(metrics)).isEqualTo("degraded");
            clock.advance(Duration.ofMinutes(1));
            assertThat(state(metrics)).isEqualTo("critical");
            metrics.store().asked(Operation.LIST, Duration.ofMillis(3), true);
            assertThat(state(metrics)).isEqualTo("up");
            assertThat(new Exposition(metrics.page()).value("holdfast_store_failures_total"))
                    .isEqualTo(2);
        }
    }

    private static String state(Metrics metrics) {
        Exposition page = new Exposition(metrics.page());
        for (String word : new String[] {"up", "degraded", "critical"}) {
            if (page.value("holdfast_store_state{state=\"" + word + "\"}") == 1) {
                return word;
            }
        }
        return "none";
    }

    @Test
    void stream_thatAClientListensOn_isCountedWithoutADuration() {
        try (Metrics metrics = new Metrics("1", new TestClock())) {
            metrics.requests().answered(new Watch.Answered(null, "/mcp", 200, null));
            metrics.requests().answered(new Watch.Answered("nobody", null, 99, Duration.ZERO));

            Exposition page = new Exposition(metrics.page());
            assertThat(page.value("holdfast_requests_total{route=\"/mcp\",service=\"other\",status=\"200\"}"))
                    .isEqualTo(1);
            assertThat(page.value("holdfast_request_duration_seconds_count{route=\"/mcp\"}"))
                    .isNaN();
            assertThat(page.value("holdfast_requests_total{route=\"other\",service=\"other\",status=\"other\"}"))
                    .isEqualTo(1);
        }
    }
}
