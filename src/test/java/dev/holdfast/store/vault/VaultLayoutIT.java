package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies where in KV v2, in which mount and under which prefix, and what the server forgets. */
@RequiresService(Service.OPENBAO)
final class VaultLayoutIT {

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

    private boolean holds(KeyPath path, Integer version, String value) {
        try (ReadSecret secret = store.read(path, version)) {
            return secret != null && secret.value().sameAs(SecretValue.of(value));
        }
    }

    private static List<String> paths(List<SecretInfo> infos) {
        return infos.stream().map(info -> info.path().slashed()).toList();
    }

    @Test
    void put_secret_liesUnderPrefixWithItsFactsBesideTheValue() {
        Written written = put(STRIPE, "abc123", first());
        String path = world.mount + "/data/team/a/project/consilio/stripe_api_key";
        assertThat(world.bao.call("GET", path, null).at("/data/data/value").asText())
                .isEqualTo("abc123");
        assertThat(world.data(STRIPE, null).at("/holdfast/description").asText())
                .isEqualTo("Stripe API key for payments");
        assertThat(world.data(STRIPE, null).at("/holdfast/fingerprint").asText())
                .isEqualTo(written.info().fingerprint().text());
        assertThat(world.metadata(STRIPE).path("custom_metadata").toString()).doesNotContain("abc123");
        assertThat(world.metadata(STRIPE).path("max_versions").asInt()).isEqualTo(50);
    }

    @Test
    void put_labels_lieInTheFactsAndOnlyWhereThereAreAny() {
        put(STRIPE, "abc123", first());
        assertThat(world.data(STRIPE, null).path("holdfast").has("owner")).isFalse();
        assertThat(world.data(STRIPE, null).path("holdfast").has("tags")).isFalse();
        Labels labels = new Labels(Owner.stored("Payments team"), Tags.stored(List.of("web", "pci")));
        put(STRIPE, "abc123", new Write(null, null, WEEK, false, null, labels));
        assertThat(world.data(STRIPE, null).at("/holdfast/owner").asText()).isEqualTo("Payments team");
        assertThat(world.data(STRIPE, null).at("/holdfast/tags")).hasToString("[\"pci\",\"web\"]");
        assertThat(world.metadata(STRIPE).path("custom_metadata").toString()).contains("Payments team", "pci");
    }

    @Test
    void put_longestDescriptionAndFiftyVersions_fitIntoTheMetadata() {
        String description = "🔑é".repeat(250);
        List<String> tags =
                IntStream.range(10, 30).mapToObj(i -> i + "x".repeat(38)).toList();
        Labels labels = new Labels(Owner.stored("🔑".repeat(100)), Tags.stored(tags));
        put(STRIPE, "abc123", new Write(Description.stored(description), null, WEEK, false, null, labels));
        for (int i = 0; i < 55; i++) {
            put(STRIPE, "value " + i, again(Duration.ZERO));
        }
        SecretInfo listed = store.list("", "", 10).get(0);
        assertThat(listed.description().text()).isEqualTo(description);
        assertThat(listed.labels()).isEqualTo(labels);
        assertThat(listed).isEqualTo(store.describe(STRIPE));
        assertThat(VaultWorld.holding(store, "value 20"))
                .extracting(Holding::version)
                .containsExactly(22);
        put(STRIPE, "last", new Write(Description.stored("Stripe API key"), null, WEEK, false));
        assertThat(store.list("", "", 10)).containsExactly(store.describe(STRIPE));
    }

    @Test
    void put_afterTheGrace_destroysInTheServer() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(Duration.ofMinutes(1)));
        assertThat(world.data(STRIPE, 1).path("value").asText()).isEqualTo("abc123");
        clock.advance(Duration.ofMinutes(1));
        put(STRIPE, "ghi789", again(WEEK));
        assertThat(world.data(STRIPE, 1).isMissingNode()).isTrue();
        assertThat(world.metadata(STRIPE).at("/versions/1/destroyed").asBoolean())
                .isTrue();
        assertThat(world.metadata(STRIPE).at("/versions/2/destroyed").asBoolean())
                .isFalse();
    }

    @Test
    void put_thatWouldMakeTheServerForgetAVersionInGrace_isRefused() {
        put(STRIPE, "abc123", first());
        for (int i = 2; i <= 50; i++) {
            put(STRIPE, "value " + i, again(WEEK));
        }
        StoreException refused = catchThrowableOfType(StoreException.class, () -> put(STRIPE, "one more", again(WEEK)));
        assertThat(refused.kind()).isEqualTo(StoreException.Kind.CONFLICT);
        assertThat(refused.problem()).contains("50 versions");
        assertThat(holds(STRIPE, 1, "abc123")).isTrue();
        clock.advance(WEEK);
        assertThat(put(STRIPE, "one more", again(WEEK)).info().version()).isEqualTo(51);
    }

    @Test
    void put_maxVersionsThatSomeoneLowered_isRaisedAndAHigherOneStays() {
        put(STRIPE, "abc123", first());
        String path = world.mount + "/metadata/team/a/" + STRIPE.slashed();
        world.bao.call("POST", path, "{\"max_versions\":2}");
        put(STRIPE, "def456", again(WEEK));
        put(STRIPE, "ghi789", again(WEEK));
        assertThat(holds(STRIPE, 1, "abc123")).isTrue();
        assertThat(world.metadata(STRIPE).path("max_versions").asInt()).isEqualTo(50);
        world.bao.call("POST", path, "{\"max_versions\":77}");
        put(STRIPE, "jkl012", again(WEEK));
        assertThat(world.metadata(STRIPE).path("max_versions").asInt()).isEqualTo(77);
    }

    @Test
    void list_foreignTreesAndOwnKeyset_areNotShown() {
        put(STRIPE, "abc123", first());
        for (String foreign : List.of(
                "project/Upper/key",
                "project/consilio/Key",
                "project/consilio/a%20b&c%3Fd=e%25f",
                "project/consilio/deep/er/key",
                "project/flat",
                "something/else/here",
                "meta/a/b/c",
                "service_keys/a.b/c")) {
            world.kvPut(foreign, "{\"value\":\"abc123\"}");
        }
        assertThat(paths(store.list("", "", 100))).containsExactly(STRIPE.slashed());
        assertThat(paths(store.list("project/consilio/", "project/consilio/s", 100)))
                .containsExactly(STRIPE.slashed());
        assertThat(VaultWorld.holding(store, "abc123")).hasSize(1);
    }

    @Test
    void list_folderOfManyPages_isWholeAndInOrder() {
        TreeSet<String> expected = new TreeSet<>();
        List<Callable<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            String name = "service_keys/k" + (i % 7) + "-" + i + (i % 3 == 0 ? "/x" : "");
            expected.add(name);
            writes.add(() -> {
                world.kvPut(name, "{\"value\":\"abc123\"}");
                return null;
            });
        }
        inParallel(writes);
        assertThat(paths(store.list("service_keys/", "", 5_000))).containsExactlyElementsOf(expected);
        String after = new ArrayList<>(expected).get(600);
        assertThat(paths(store.list("", after, 300)))
                .containsExactlyElementsOf(
                        expected.tailSet(after, false).stream().limit(300).toList());
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

    /** With and without OpenBao's detailed list: the second is how Vault is asked. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void list_manySecrets_readsNoValue(boolean detailed) {
        for (int i = 0; i < 300; i++) {
            put(KeyPath.parse("project/p%02d/key%03d".formatted(i % 30, i)), "value " + i, first());
        }
        String mount = world.mount;
        String token = world.bao.tokenFor("path \"" + mount + "/data/holdfast/keys\" { capabilities = [\"read\"] }\n"
                + "path \"" + mount + "/metadata/*\" { capabilities = [\"read\", \"list\"] }\n"
                + (detailed ? "path \"" + mount + "/detailed-metadata/*\" { capabilities = [\"list\"] }\n" : ""));
        SecretStore blind = world.store(world.settings(world.bao.address(), token, Map.of()));
        List<SecretInfo> listed = blind.list("", "", 1_000);
        assertThat(listed).hasSize(300).isEqualTo(store.list("", "", 1_000));
        assertThat(VaultWorld.holding(blind, "value 123"))
                .extracting(Holding::path)
                .containsExactly(KeyPath.parse("project/p03/key123"));
        assertThat(catchThrowableOfType(
                        StoreException.class, () -> blind.read(listed.get(0).path(), null)))
                .isNotNull();
    }

    @Test
    void mounts_pathPrefixes_lieInTheirOwnMountsAndListAsOne() {
        String payments = world.bao.freshMount();
        String special = world.bao.freshMount();
        Map<String, String> mounts =
                Map.of("project/pay", payments, "project/pay/special", special, "service_keys", payments);
        store = world.store(world.settings(world.bao.address(), world.bao.token(), mounts));
        List<String> names = List.of(
                "meta/a/b",
                "project/other/key",
                "project/pay-2/key",
                "project/pay/key",
                "project/pay/special",
                "project/pay/tail",
                "service_keys/x/y");
        names.forEach(name -> put(KeyPath.parse(name), "value of " + name, first()));
        assertThat(paths(store.list("", "", 100))).isEqualTo(names);
        assertThat(paths(store.list("", "project/pay/key", 2)))
                .containsExactly("project/pay/special", "project/pay/tail");
        assertThat(paths(store.list("project/pay/", "", 100)))
                .containsExactly("project/pay/key", "project/pay/special", "project/pay/tail");
        String inPayments = payments + "/data/team/a/project/pay/";
        assertThat(world.bao.status("GET", inPayments + "key", null)).isEqualTo(200);
        assertThat(world.bao.status("GET", inPayments + "special", null)).isEqualTo(404);
        assertThat(world.bao.status("GET", special + "/data/team/a/project/pay/special", null))
                .isEqualTo(200);
        // What lies where a path of that mount could not be is not ours.
        world.bao.call("POST", world.mount + "/data/team/a/project/pay/hidden", "{\"data\":{\"value\":\"abc123\"}}");
        assertThat(paths(store.list("project/pay/", "", 100))).hasSize(3);
        assertThat(VaultWorld.holding(store, "value of project/pay/special"))
                .containsExactly(new Holding(KeyPath.parse("project/pay/special"), 1, null));
        names.forEach(name -> assertThat(store.delete(KeyPath.parse(name))).isTrue());
        assertThat(store.list("", "", 100)).isEmpty();
    }
}
