package dev.holdfast.store.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Proof;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.cached.StoreState.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CachedReadsTest {

    private static final KeyPath ONE = KeyPath.parse("service_keys/one/production");
    private static final KeyPath TWO = KeyPath.parse("service_keys/two/production");
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration STALE = Duration.ofHours(1);

    @TempDir
    private Path home;

    private final TestClock clock = new TestClock();
    private WatchedStore store;
    private CachedReads cache;

    @BeforeEach
    void open() throws Exception {
        store = WatchedStore.in(home, clock);
        store.put(ONE.slashed(), "abc12345");
        store.put(TWO.slashed(), "def67890");
        cache = new CachedReads(store, new CacheSettings(TTL, STALE, 100), clock, new Random(1));
        cache.heard(clock.instant());
    }

    @AfterEach
    void close() {
        cache.close();
        store.close();
    }

    private String fetch(KeyPath path) {
        try (Fetched fetched = cache.fetch(path, null, TTL, true)) {
            return fetched.from() + " "
                    + fetched.secret().value().reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private void pass(Duration time) {
        clock.advance(time);
        cache.heard(clock.instant());
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void fetch_by32Threads_asksTheStoreOnce() throws Exception {
        store.after(() -> LockSupport.parkNanos(Duration.ofMillis(200).toNanos()));

        List<String> values = Readers.atOnce(32, () -> fetch(ONE));

        assertThat(values).allMatch(value -> value.endsWith("abc12345"));
        assertThat(store.reads()).isEqualTo(1);
        Proof.line("cache-one-read", "32 threads asked at once, the store was read once");
    }

    @Test
    void fetch_withinTheTtl_isOfTheCache_andAfterwardsOfTheStore() {
        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");
        pass(TTL.minusSeconds(1));
        assertThat(fetch(ONE)).isEqualTo("CACHE abc12345");
        pass(Duration.ofSeconds(1));
        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");
    }

    @Test
    void fetch_whileChangesAreNotHeardOf_isOfTheStore() {
        fetch(ONE);
        clock.advance(Duration.ofMillis(1001));
        store.put(ONE.slashed(), "new12345");

        assertThat(fetch(ONE)).isEqualTo("STORE new12345");
        store.down(true);
        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
        cache.heard(clock.instant());
        assertThat(fetch(ONE)).isEqualTo("CACHE new12345");
    }

    @Test
    void fetch_whileTheStoreIsDown_isTheLastKnown_upToItsAge() {
        fetch(ONE);
        pass(STALE.minusSeconds(1));
        store.down(true);

        assertThat(fetch(ONE)).isEqualTo("STALE abc12345");
        pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
    }

    @Test
    void fetch_ofWhatWasForgotten_isNeverTheLastKnown() {
        fetch(ONE);
        store.down(true);
        cache.ended(Map.of("1", ONE));

        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
    }

    @Test
    void fetch_ofWhatTheStoreRefuses_isNeverTheLastKnown() {
        fetch(ONE);
        fetch(TWO);
        pass(TTL);
        store.refusing(true);

        assertRefused(() -> fetch(ONE));
        assertThat(cache.store().state()).isEqualTo(State.UP);
        store.refusing(false);
        store.down(true);
        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
        assertThat(fetch(TWO)).isEqualTo("STALE def67890");
    }

    /** Even one that may be younger than a caller wants, for the next caller is content with it. */
    @Test
    void fetch_ofWhatTheStoreRefuses_isNotOfTheCacheEither() {
        fetch(ONE);
        pass(Duration.ofSeconds(10));
        store.refusing(true);

        assertRefused(() -> cache.fetch(ONE, null, Duration.ofSeconds(5), true));
        assertRefused(() -> fetch(ONE));
        store.refusing(false);
        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");
        store.refusing(true);
        pass(TTL);
        assertRefused(() -> fetch(ONE));
        store.down(true);
        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
    }

    @Test
    void outage_thatEndsWithARefusal_takesBackWhatWasServed() {
        fetch(ONE);
        pass(TTL);
        store.down(true);
        assertThat(fetch(ONE)).isEqualTo("STALE abc12345");
        store.refusing(true);
        store.down(false);

        until(() -> cache.store().state() == State.UP);
        store.down(true);
        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
    }

    private static void assertRefused(ThrowableAssert.ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED));
    }

    @Test
    void read_underWay_whenItsPathIsForgotten_isNotKept() {
        store.after(() -> {
            store.after(() -> {});
            cache.ended(Map.of("1", ONE));
        });
        fetch(ONE);

        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");
    }

    @Test
    void outage_isLeftToOneReader_andItsEndRefreshesWhatWasServed() {
        fetch(ONE);
        fetch(TWO);
        pass(TTL);
        store.down(true);
        fetch(ONE);
        fetch(TWO);
        int before = store.reads();

        for (int i = 0; i < 1000; i++) {
            assertThat(fetch(ONE)).isEqualTo("STALE abc12345");
        }
        assertThat(store.reads() - before).isLessThan(10);
        store.down(false);
        until(() -> cache.store().state() == State.UP);
        assertThat(fetch(ONE)).isEqualTo("CACHE abc12345");
        assertThat(fetch(TWO)).isEqualTo("CACHE def67890");
    }

    @Test
    void state_ofTheStore_tellsWhetherAllWasServed() {
        fetch(ONE);
        pass(TTL);
        assertThat(cache.store().state()).isEqualTo(State.UP);
        store.down(true);
        fetch(ONE);
        assertThat(cache.store().state()).isEqualTo(State.DEGRADED);
        assertThatThrownBy(() -> fetch(TWO)).isInstanceOf(StoreException.class);
        assertThat(cache.store().state()).isEqualTo(State.CRITICAL);
        store.down(false);
        until(() -> cache.store().state() == State.UP);
        assertThat(fetch(TWO)).isEqualTo("CACHE def67890");
    }

    @Test
    void fetch_ofWhatIsBeingChanged_isOfTheStore_andNeverTheLastKnown() {
        fetch(ONE);
        cache.begun(Map.of("1", ONE));
        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");
        store.put(ONE.slashed(), "new12345");

        assertThat(fetch(ONE)).isEqualTo("STORE new12345");
        assertThat(fetch(TWO)).isEqualTo("STORE def67890");
        assertThat(fetch(TWO)).isEqualTo("CACHE def67890");
        store.down(true);
        assertThatThrownBy(() -> fetch(ONE)).isInstanceOf(StoreException.class);
    }

    @Test
    void fetch_afterTheChangeHasEnded_isKeptAgain() {
        cache.begun(Map.of("1", ONE, "2", ONE));
        cache.ended(Map.of("1", ONE));
        fetch(ONE);
        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");

        cache.ended(Map.of("2", ONE));

        fetch(ONE);
        assertThat(fetch(ONE)).isEqualTo("CACHE abc12345");
    }

    @Test
    void fetch_afterAChangeThatNobodyEnded_isKeptAfterAMinute() {
        cache.begun(Map.of("1", ONE));
        pass(RecentChanges.LONGEST);
        fetch(ONE);
        assertThat(fetch(ONE)).isEqualTo("STORE abc12345");
        pass(Duration.ofMillis(1));

        fetch(ONE);
        assertThat(fetch(ONE)).isEqualTo("CACHE abc12345");
    }
}
