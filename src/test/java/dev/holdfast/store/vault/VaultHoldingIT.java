package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.Proof;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.Holding;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests it takes to find out where values are: as many for fifty as for one. */
@RequiresService(Service.OPENBAO)
final class VaultHoldingIT {

    private static final int FOLDERS = 10;
    private static final int SECRETS = 60;
    private static final int FOREIGN = 5;
    private static final int VALUES = 50;

    /** More than any look-up here takes; what is left of it tells how many there were. */
    private static final int MANY = 1_000_000;

    private final Interference network = Interference.before(OpenBao.shared().socket());
    private VaultWorld world;

    @BeforeEach
    void fill() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "team/a", new TestClock());
        SecretStore store = world.store();
        Write first = new Write(Description.stored("Stripe API key for payments"), null, Duration.ofDays(7), false);
        IntStream.range(0, SECRETS).forEach(i -> store.put(path(i), SecretValue.of("value " + i), first));
        IntStream.range(0, FOREIGN)
                .forEach(i -> world.kvPut("meta/team/foreign" + i, "{\"value\":\"foreign " + i + "\"}"));
    }

    @AfterEach
    void close() throws Exception {
        world.close();
        network.close();
    }

    private static KeyPath path(int i) {
        return KeyPath.parse("project/p%02d/key%02d".formatted(i % FOLDERS, i));
    }

    /** A store that has looked nothing up yet; without the right to OpenBao's detailed list it asks as one asks Vault. */
    private SecretStore fresh(boolean detailed) {
        String mount = world.mount;
        String token = world.bao.tokenFor("path \"" + mount + "/data/*\" { capabilities = [\"read\"] }\n"
                + "path \"" + mount + "/metadata/*\" { capabilities = [\"read\", \"list\"] }\n"
                + (detailed ? "path \"" + mount + "/detailed-metadata/*\" { capabilities = [\"list\"] }\n" : ""));
        return world.store(world.settings(world.bao.through(network), token, Map.of()));
    }

    private int requests(SecretStore store, List<SecretValue> values, int found) {
        network.next(MANY, Mode.PASS, "/v1/" + world.mount + "/");
        List<List<Holding>> holdings = store.holding(values);
        int requests = MANY - network.outstanding();
        assertThat(holdings).hasSameSizeAs(values);
        assertThat(holdings.stream().filter(one -> one.size() == 1)).hasSize(found);
        return requests;
    }

    private static List<SecretValue> values(int stored, int foreign, int unknown) {
        return List.of(Map.entry("value ", stored), Map.entry("foreign ", foreign), Map.entry("unknown ", unknown))
                .stream()
                .flatMap(kind -> IntStream.range(0, kind.getValue()).mapToObj(i -> SecretValue.of(kind.getKey() + i)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holding_manyValues_takesTheRequestsOfOne(boolean detailed) {
        int one = requests(fresh(detailed), values(1, 0, 0), 1);
        SecretStore store = fresh(detailed);
        int many = requests(store, values(VALUES - 20, FOREIGN, 20 - FOREIGN), VALUES - 20 + FOREIGN);
        assertThat(many).isEqualTo(one);
        if (detailed) {
            assertThat(one)
                    .as("a list for each folder, two reads for each secret of others")
                    .isLessThanOrEqualTo(Places.roots().size() + FOLDERS + 1 + 2 * FOREIGN);
        }
        assertThat(requests(store, values(VALUES, FOREIGN, 0), VALUES + FOREIGN))
                .as("others' secrets are read once")
                .isEqualTo(one - 2 * FOREIGN);
        Proof.line(
                "vault-requests",
                many + " requests for " + VALUES + " values" + (detailed ? "" : ", asked as Vault is,") + " and " + one
                        + " for one");
    }

    @Test
    void holding_noValues_asksNothing() {
        assertThat(requests(fresh(true), List.of(), 0)).isZero();
    }

    @Test
    void holding_manyValuesOfASilentServer_isGivenUpOnce() {
        SecretStore store = fresh(true);
        requests(store, values(1, 0, 0), 1);
        network.mode(Mode.SILENT);
        long start = System.nanoTime();
        StoreException refused = catchThrowableOfType(StoreException.class, () -> store.holding(values(VALUES, 0, 0)));
        assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                .as("two seconds for all values, not for each")
                .isLessThan(VALUES / 2);
    }
}
