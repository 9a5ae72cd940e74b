package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long the calls of the store take, of one caller at a time. */
@Tag("proof")
@RequiresService(Service.OPENBAO)
final class VaultFiguresIT {

    private static final int SECRETS = 200;

    @Test
    void calls_ofManySecrets_takeSoLong() throws Exception {
        try (VaultWorld world = new VaultWorld(OpenBao.shared().freshMount(), "", new TestClock())) {
            SecretStore store = world.store();
            SecretValue value = SecretValue.of("a value of some length, as keys have");
            Write first = new Write(Description.stored("Stripe API key for payments"), null, Duration.ofDays(7), false);
            Write again = new Write(null, null, Duration.ZERO, false);
            line("put-new", SECRETS, i -> store.put(path(i), value, first));
            line("put-again", SECRETS, i -> store.put(path(i), value, again));
            line("read", SECRETS, i -> store.read(path(i), null).close());
            line("describe", SECRETS, i -> store.describe(path(i)));
            line("list-200", 20, i -> assertThat(store.list("", "", SECRETS)).hasSize(SECRETS));
            line("list-100", 20, i -> assertThat(store.list("", "", 100)).hasSize(100));
            line(
                    "holding-of-200",
                    20,
                    i -> assertThat(store.holding(List.of(value)).get(0)).hasSize(2 * SECRETS));
            List<SecretValue> many = Stream.generate(() -> value).limit(100).toList();
            line(
                    "holding-of-200 for 100 values",
                    20,
                    i -> assertThat(store.holding(many)).hasSize(100));
        }
    }

    private static KeyPath path(int i) {
        return KeyPath.parse("project/p%02d/key%04d".formatted(i % 50, i));
    }

    private static void line(String what, int times, IntConsumer call) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            call.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        Proof.line("vault-" + what, "%.2f ms median".formatted(nanos[times / 2] / 1e6));
    }
}
