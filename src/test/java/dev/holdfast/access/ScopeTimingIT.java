package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Outside its scope a caller cannot tell, by words or by time, whether a path exists.
 *
 * <p>Samples of both kinds alternate in an order by chance, so that whatever else the machine does falls on both alike; what
 * is compared are ranks, so that a few slow ones decide nothing. No time has a limit.
 */
final class ScopeTimingIT {

    /** Ranks of the same kind are further apart than this in one run of 15,000. */
    private static final double BOUND = 4;

    private static final int MOST = 40_000;

    private static final int SECRETS = 50;

    private static final SecretValue VALUE = SecretValue.of("value-to-look-for-7391");

    @TempDir
    private Path home;

    private Door door;
    private final Random random = new Random();
    private final Set<String> bodies = new TreeSet<>();

    private final List<BiConsumer<Call, KeyPath>> acts = List.of(
            (call, path) -> door.access.get(call, path, null).close(),
            (call, path) -> door.access.put(call, path, VALUE, Door.describedWrite()),
            (call, path) -> door.access.export(call, List.of(new Wanted(path, null)), receipts -> 1),
            (call, path) -> door.access.request(call, path, info -> 1));

    @BeforeEach
    void open() throws SQLException {
        door = new Door(home);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** The times of both kinds, in nanoseconds. */
    private record Times(long[] existing, long[] missing) {}

    @ParameterizedTest
    @CsvSource({"no rule, meta/**, project/consilio/%s", "another environment, **, service_keys/%s/production"})
    void denied_pathExistsOrNot_wordsAndTimesAreTheSame(String kind, String allowed, String format) {
        int samples = Proof.scaled(1_000, 10_000);
        store(format);
        Times times = times(samples, allowed, format, acts.size());
        assertThat(bodies).hasSize(acts.size()).allMatch(body -> body.startsWith("ACCESS_DENIED"));
        double z = Ranks.z(times.existing(), times.missing());
        Proof.line("scope-timing", "%s: %,d samples each, one body, %s".formatted(kind, samples, figures(times, z)));
        assertThat(Math.abs(z)).isLessThan(BOUND);
    }

    /**
     * What the test above would see of a door that looks before it asks: here both are permitted, and one exists. A busy
     * machine needs more samples to see it.
     */
    @Test
    void permitted_pathExistsOrNot_theDifferenceIsSeen() {
        String format = "project/consilio/%s";
        store(format);
        int samples = Proof.scaled(1_000, 10_000);
        Times times = times(samples, "**", format, 1);
        while (Math.abs(Ranks.z(times.existing(), times.missing())) <= BOUND && samples < MOST) {
            samples *= 2;
            times = times(samples, "**", format, 1);
        }
        double z = Ranks.z(times.existing(), times.missing());
        Proof.line(
                "scope-timing", "the control, permitted: %,d samples each, %s".formatted(samples, figures(times, z)));
        assertThat(Math.abs(z)).isGreaterThan(BOUND);
    }

    private void store(String format) {
        for (int i = 0; i < SECRETS; i++) {
            door.store.put(path(format, "secret", i), VALUE, Door.describedWrite());
        }
    }

    /** Names of one length, so that the rows of the audit have one length too. */
    private static KeyPath path(String format, String word, int i) {
        return KeyPath.parse(format.formatted(word + "_" + (100 + i)));
    }

    private Times times(int samples, String allowed, String format, int kindsOfAct) {
        int warm = samples / 5;
        long[] existing = new long[samples];
        long[] missing = new long[samples];
        for (int i = -warm; i < samples; i++) {
            BiConsumer<Call, KeyPath> act = acts.get(Math.floorMod(i, kindsOfAct));
            boolean first = random.nextBoolean();
            for (boolean exists : List.of(first, !first)) {
                KeyPath path = path(format, exists ? "secret" : "absent", random.nextInt(SECRETS));
                long taken = taken(act, Door.call("stranger", EnumSet.allOf(Action.class), allowed), path);
                if (i >= 0) {
                    (exists ? existing : missing)[i] = taken;
                }
            }
        }
        return new Times(existing, missing);
    }

    private long taken(BiConsumer<Call, KeyPath> act, Call call, KeyPath path) {
        long start = System.nanoTime();
        try {
            act.accept(call, path);
            return System.nanoTime() - start;
        } catch (Refusal e) {
            long taken = System.nanoTime() - start;
            assertThat(e.requestId()).isEqualTo(call.requestId());
            bodies.add(e.reason() + " " + e.problem() + " " + e.hint() + " " + e.stored());
            return taken;
        }
    }

    private static String figures(Times times, double z) {
        return "medians %.1f and %.1f µs, z %.2f"
                .formatted(median(times.existing()) / 1e3, median(times.missing()) / 1e3, z);
    }

    private static double median(long[] times) {
        return Arrays.stream(times).sorted().toArray()[times.length / 2];
    }
}
