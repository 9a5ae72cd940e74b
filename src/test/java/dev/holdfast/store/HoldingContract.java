package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where values are, of one and of many at once, in every store. */
abstract class HoldingContract extends DeletionContract {

    @Test
    void holding_value_findsEveryVersionOfEveryPath() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(Duration.ofMinutes(1)));
        put(OTHER, "abc123", first());
        Instant end = TestClock.START.plus(Duration.ofMinutes(1));
        assertThat(holding("abc123")).containsExactly(new Holding(OTHER, 1, null), new Holding(STRIPE, 1, end));
        assertThat(holding("def456")).containsExactly(new Holding(STRIPE, 2, null));
        assertThat(holding("abc1234")).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        put(STRIPE, "ghi789", again(WEEK));
        assertThat(holding("abc123")).extracting(Holding::path).containsExactly(OTHER, STRIPE);
    }

    @Test
    void holding_severalValues_areAnsweredInTheirOrder() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(Duration.ofMinutes(1)));
        put(OTHER, "ghi789", first());
        Instant end = TestClock.START.plus(Duration.ofMinutes(1));
        Holding before = new Holding(STRIPE, 1, end);
        Holding current = new Holding(STRIPE, 2, null);
        Holding other = new Holding(OTHER, 1, null);
        assertThat(all("ghi789", "abc123", "unknown", "def456"))
                .containsExactly(List.of(other), List.of(before), List.of(), List.of(current));
        assertThat(all("def456", "unknown", "abc123")).containsExactly(List.of(current), List.of(), List.of(before));
        clock.advance(Duration.ofHours(1));
        assertThat(all("abc123", "def456")).as("past its grace").containsExactly(List.of(before), List.of(current));
    }

    @Test
    void holding_sameValueTwiceInTheList_isAnsweredTwice() {
        put(STRIPE, "abc123", first());
        List<Holding> found = List.of(new Holding(STRIPE, 1, null));
        assertThat(all("abc123", "unknown", "abc123", "unknown")).containsExactly(found, List.of(), found, List.of());
    }

    @Test
    void holding_noValues_isEmpty() {
        put(STRIPE, "abc123", first());
        assertThat(store().holding(List.of())).isEmpty();
    }

    @Test
    void holding_valuesOfSeveralPathsAndVersions_haveEachOfThem() {
        KeyPath elsewhere = KeyPath.parse("service_keys/mail");
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(WEEK));
        put(STRIPE, "abc123", again(WEEK));
        put(OTHER, "def456", first());
        put(OTHER, "abc123", again(WEEK));
        put(elsewhere, "abc123", first());
        Instant end = TestClock.START.plus(WEEK);
        assertThat(all("def456", "abc123"))
                .containsExactly(
                        List.of(new Holding(OTHER, 1, end), new Holding(STRIPE, 2, end)),
                        List.of(
                                new Holding(OTHER, 2, null),
                                new Holding(STRIPE, 3, null),
                                new Holding(STRIPE, 1, end),
                                new Holding(elsewhere, 1, null)));
        store().delete(OTHER);
        assertThat(all("def456", "abc123").get(0)).containsExactly(new Holding(STRIPE, 2, end));
    }

    @Test
    void holding_manyValues_findsEachAtItsPath() {
        List<String> values = new ArrayList<>();
        List<List<Holding>> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            KeyPath path = KeyPath.parse("project/p%02d/key%03d".formatted(i % 12, i));
            put(path, "value " + i, first());
            values.add(0, "value " + i);
            expected.add(0, List.of(new Holding(path, 1, null)));
            values.add("nowhere " + i);
            expected.add(List.of());
        }
        assertThat(all(values.toArray(String[]::new))).isEqualTo(expected);
    }

    private List<List<Holding>> all(String... values) {
        List<SecretValue> wanted = new ArrayList<>();
        for (String value : values) {
            wanted.add(value(value));
        }
        return store().holding(wanted);
    }
}
