package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two stores that write to one mount at the same time. */
@RequiresService(Service.OPENBAO)
final class VaultRaceIT {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final Duration WEEK = Duration.ofDays(7);

    private final TestClock clock = new TestClock();
    private VaultWorld world;
    private SecretStore store;

    @BeforeEach
    void open() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "team/a", clock);
        store = world.store();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private static Write first() {
        return new Write(Description.stored("Stripe API key for payments"), null, WEEK, false);
    }

    private static Write again(Duration grace) {
        return new Write(null, null, grace, false);
    }

    private Written put(KeyPath path, String value, Write write) {
        return store.put(path, SecretValue.of(value), write);
    }

    private static <T> List<T> inParallel(List<Callable<T>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(work)) {
                results.add(done.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void put_twoStoresOnOneMount_looseNoWriteAndGiveNoVersionTwice() {
        put(STRIPE, "abc123", first());
        SecretStore other = world.store();
        List<Callable<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SecretStore mine = i % 2 == 0 ? store : other;
            writes.add(() -> mine.put(STRIPE, SecretValue.of("another value"), again(Duration.ZERO))
                    .info()
                    .version());
        }
        assertThat(inParallel(writes)).doesNotHaveDuplicates().hasSize(40).allMatch(version -> version <= 41);
        assertThat(other.describe(STRIPE).version()).isEqualTo(41);
        assertThat(store.list("", "", 10)).containsExactly(other.describe(STRIPE));
    }

    @Test
    void put_sameExpectedVersionFromTwoStores_letsOneOfEachRoundThrough() {
        put(STRIPE, "abc123", first());
        SecretStore other = world.store();
        for (int round = 1; round <= 40; round++) {
            Write write = new Write(null, round, Duration.ZERO, false);
            assertThat(inParallel(List.of(wins(store, write), wins(other, write))))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    private static Callable<Boolean> wins(SecretStore store, Write write) {
        return () -> {
            try {
                store.put(STRIPE, SecretValue.of("another value"), write);
                return true;
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.CONFLICT);
                return false;
            }
        };
    }
}
