package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Outages in the midst of writers, and what has to hold during and after them. */
final class ServersOutages {

    /** What a call may take at the most: the limits of store and audit, and the turn of those who came before. */
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** For half a minute after a start of the database nobody there is taken for dead. */
    private static final Duration LONGEST_OPEN = Duration.ofSeconds(90);

    private final ServersWorld world;
    private final ServersWriters writers;
    private int outages;
    private long slowestReturn;

    ServersOutages(ServersWorld world, ServersWriters writers) {
        this.world = world;
        this.writers = writers;
    }

    /** Lets each outage come when all writers store, and end when each has been refused. */
    void run(List<ServersOutage> kinds) {
        for (ServersOutage outage : kinds) {
            writers.awaitEachStores(3);
            int before = writers.refusals().getOrDefault(outage.code(), 0);
            outage.begin(world);
            writers.awaitEachRefused();
            outage.end(world);
            long back = System.nanoTime();
            writers.awaitEachStores(3);
            slowestReturn = Math.max(slowestReturn, System.nanoTime() - back);
            outages++;
            assertThat(writers.refusals().getOrDefault(outage.code(), 0))
                    .as("refused during " + outage)
                    .isGreaterThan(before);
        }
    }

    /** After the last writer: everything promised is there, everything there was decided on, and the chains hold. */
    String check() throws Exception {
        writers.end();
        assertThat(writers.refusals()).containsOnlyKeys("AUDIT_UNAVAILABLE", "STORE_UNAVAILABLE");
        assertThat(writers.longestRefusal()).isLessThan(BOUND);
        try (ServersDoor door = ServersDoor.of(world.holdfast())) {
            requireAllStored(door, writers.acknowledged());
            closeWhatTheDeadLeft(door);
            ServersRows rows = new ServersRows(door.rows());
            rows.requireDone(writers.acknowledged());
            int unknown = rows.requireAudited(world);
            door.requireWholeLog();
            return figure(rows, unknown);
        }
    }

    private String figure(ServersRows rows, int unknown) {
        int refused =
                writers.refusals().values().stream().mapToInt(Integer::intValue).sum();
        return outages + " outages amid " + ServersWriters.WRITERS + " writers, "
                + writers.acknowledged().size() + " writes acknowledged, 0 lost, 0 without a row, " + refused
                + " refused within " + writers.longestRefusal().toMillis() + " ms at the most, " + unknown
                + " stored although refused, " + rows.interrupted()
                + " decisions closed as INTERRUPTED, all write again "
                + TimeUnit.NANOSECONDS.toMillis(slowestReturn) + " ms after the return at the latest";
    }

    private static void closeWhatTheDeadLeft(ServersDoor door) {
        long end = System.nanoTime() + LONGEST_OPEN.toNanos();
        door.audit().checkpoint();
        while (new ServersRows(door.rows()).open() > 0) {
            assertThat(System.nanoTime() - end).as("decisions stay open").isNegative();
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            door.audit().checkpoint();
        }
    }

    /** Side by side, so that their rows share commits. */
    private static void requireAllStored(ServersDoor door, Collection<Acknowledged> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Object>> checks = all.stream()
                    .map(one -> Executors.callable(() -> requireStored(door, one)))
                    .toList();
            for (Future<Object> check : threads.invokeAll(checks)) {
                check.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    static void requireStored(ServersDoor door, Acknowledged one) {
        try (ReadSecret secret = door.services().access().get(door.call(), KeyPath.parse(one.path()), one.version());
                SecretValue expected = SecretValue.of(one.value())) {
            assertThat(secret.value().sameAs(expected))
                    .as("the acknowledged value")
                    .isTrue();
            assertThat(secret.info().fingerprint().text()).isEqualTo(one.fingerprint());
        }
    }
}
