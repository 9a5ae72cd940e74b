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
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that someone else put into the mount, or changed there. */
@RequiresService(Service.OPENBAO)
final class VaultOthersIT {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Labels LABELS = new Labels(Owner.stored("Payments team"), Tags.stored(List.of("pci", "web")));

    private final TestClock clock = new TestClock();
    private VaultWorld world;
    private SecretStore store;

    @BeforeEach
    void open() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "", clock);
        store = world.store();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Written put(String value, Write write) {
        return store.put(STRIPE, SecretValue.of(value), write);
    }

    private static Write first() {
        return new Write(Description.stored("Stripe API key for payments"), null, WEEK, false);
    }

    private static Write labelled() {
        return new Write(Description.stored("Stripe API key for payments"), null, WEEK, false, null, LABELS);
    }

    private static Write rotation() {
        return new Write(null, null, WEEK, true);
    }

    private boolean holds(Integer version, String value) {
        try (ReadSecret secret = store.read(STRIPE, version)) {
            return secret != null && secret.value().sameAs(SecretValue.of(value));
        }
    }

    /** As the door sees it, which goes by its own clock. */
    private boolean readable(int version) {
        try (ReadSecret secret = store.read(STRIPE, version)) {
            Instant end = secret == null ? null : secret.info().validUntil();
            return secret != null && (end == null || clock.instant().isBefore(end));
        }
    }

    private SecretInfo listed() {
        return store.list("", "", 10).get(0);
    }

    /** Data in JSON, and the value that is read of them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = ';',
            value = {
                "{\"value\":\"abc123\"};abc123",
                "{\"value\":\"abc123\",\"user\":\"root\"};abc123",
                "{\"password\":\"abc123\"};abc123",
                "{\"password\":\"abc123\",\"compromised\":\"false\"};abc123",
                "{\"pin\":1234};1234",
                "{\"on\":true};true",
                "{\"value\":12.5,\"user\":\"root\"};12.5",
            })
    void read_secretOfSomeoneElse_isItsFieldValueElseItsOnlyField(String data, String value) {
        world.kvPut(STRIPE, data);
        assertThat(holds(null, value)).isTrue();
        SecretInfo info = store.describe(STRIPE);
        assertThat(info.managed()).isFalse();
        assertThat(info.description().isEmpty()).isTrue();
        assertThat(info.version()).isEqualTo(1);
        assertThat(info.compromised()).isFalse();
        assertThat(info.fingerprint()).isEqualTo(store.fingerprint(STRIPE, SecretValue.of(value)));
        assertThat(VaultWorld.holding(store, value)).containsExactly(new Holding(STRIPE, 1, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"root\",\"password\":\"abc123\"}",
                "{}",
                "{\"value\":{\"nested\":\"abc123\"}}",
                "{\"value\":null}",
                "{\"value\":\"\"}",
                "{\"list\":[\"abc123\"]}",
            })
    void read_dataWithoutOneValue_isRefusedAndStillListed(String data) {
        world.kvPut(STRIPE, data);
        StoreException refused = catchThrowableOfType(StoreException.class, () -> store.read(STRIPE, null));
        assertThat(refused.kind()).isEqualTo(StoreException.Kind.NOT_FOUND);
        assertThat(refused.problem() + refused.hint()).doesNotContain("abc123", "user", "nested");
        assertThat(listed().path()).isEqualTo(STRIPE);
        assertThat(store.describe(STRIPE).managed()).isFalse();
        assertThat(VaultWorld.holding(store, "abc123")).isEmpty();
        put("def456", rotation());
        assertThat(holds(null, "def456")).isTrue();
    }

    @Test
    void describe_secretOfSomeoneElse_isTheSameInEveryProcess() {
        world.kvPut(STRIPE, "{\"value\":\"abc123\"}");
        SecretInfo info = store.describe(STRIPE);
        assertThat(world.store().describe(STRIPE)).isEqualTo(info);
        assertThat(info.keyId()).matches("key_[0-9a-f]{32}");
        assertThat(listed())
                .usingRecursiveComparison()
                .ignoringFields("fingerprint")
                .isEqualTo(info);
        world.kvPut(STRIPE, "{\"value\":\"def456\"}");
        assertThat(store.describe(STRIPE).keyId()).isEqualTo(info.keyId());
        assertThat(holds(1, "abc123")).isTrue();
    }

    @Test
    void put_overSecretOfSomeoneElse_keepsIdFieldsAndMetadataOfOthers() {
        world.kvPut(STRIPE, "{\"password\":\"abc123\"}");
        world.metadataPut(STRIPE, "{\"owner\":\"payments\"}");
        SecretInfo before = store.describe(STRIPE);
        Written written = put("def456", rotation());
        assertThat(written.info().keyId()).isEqualTo(before.keyId());
        assertThat(written.info().createdAt()).isEqualTo(before.createdAt());
        assertThat(written.info().managed()).isTrue();
        assertThat(written.info().description().isEmpty()).isTrue();
        assertThat(written.previousVersion()).isEqualTo(1);
        assertThat(world.data(STRIPE, null).path("value").asText()).isEqualTo("def456");
        assertThat(world.data(STRIPE, null).path("password").asText()).isEqualTo("def456");
        assertThat(world.metadata(STRIPE).at("/custom_metadata/owner").asText()).isEqualTo("payments");
        assertThat(world.metadata(STRIPE).path("max_versions").asInt()).isEqualTo(50);
        assertThat(holds(1, "abc123")).isTrue();
        put("ghi789", rotation());
        assertThat(world.data(STRIPE, null).path("password").asText()).isEqualTo("ghi789");
        assertThat(listed()).isEqualTo(store.describe(STRIPE));
    }

    @Test
    void put_dataWithOtherFields_keepsThem() {
        put("abc123", first());
        world.kvPatch(STRIPE, "user", "{\"name\":\"root\",\"id\":[1,2.5,null]}");
        put("def456", rotation());
        assertThat(world.data(STRIPE, null).path("user")).hasToString("{\"id\":[1,2.5,null],\"name\":\"root\"}");
    }

    @Test
    void read_patchedByOthers_keepsDescriptionAndHasAFingerprintOfItsValue() {
        SecretInfo first = put("abc123", labelled()).info();
        put("def456", rotation());
        world.kvPatch(STRIPE, "value", "\"ghi789\"");
        SecretInfo info = store.describe(STRIPE);
        assertThat(info.version()).isEqualTo(3);
        assertThat(info.keyId()).isEqualTo(first.keyId());
        assertThat(info.createdAt()).isEqualTo(first.createdAt());
        assertThat(info.description()).isEqualTo(first.description());
        assertThat(info.labels()).isEqualTo(LABELS);
        assertThat(info.managed()).isTrue();
        assertThat(info.fingerprint()).isEqualTo(store.fingerprint(STRIPE, SecretValue.of("ghi789")));
        assertThat(listed()).isEqualTo(info);
        assertThat(holds(2, "def456")).isTrue();
        try (ReadSecret old = store.read(STRIPE, 1)) {
            assertThat(old.info().validUntil()).isEqualTo(TestClock.START.plus(WEEK));
        }
        assertThat(VaultWorld.holding(store, "def456")).containsExactly(new Holding(STRIPE, 2, null, LABELS.tags()));
        assertThat(VaultWorld.holding(store, "ghi789")).containsExactly(new Holding(STRIPE, 3, null, LABELS.tags()));
    }

    @Test
    void read_overwrittenByOthers_isNotManagedAndKeepsItsId() {
        SecretInfo first = put("abc123", labelled()).info();
        put("def456", rotation());
        IntStream.range(0, 3).forEach(i -> world.kvPut(STRIPE, "{\"value\":\"ghi789\"}"));
        SecretInfo info = store.describe(STRIPE);
        assertThat(info.version()).isEqualTo(5);
        assertThat(info.keyId()).isEqualTo(first.keyId());
        assertThat(info.managed()).isFalse();
        assertThat(info.description().isEmpty()).isTrue();
        assertThat(info.labels()).isEqualTo(Labels.NONE);
        assertThat(listed()).isEqualTo(info);
        clock.advance(WEEK);
        assertThat(readable(1)).isFalse();
        assertThat(holds(2, "def456")).isTrue();
        assertThat(holds(4, "ghi789")).isTrue();
        Written written = put("jkl012", new Write(Description.stored("Stripe again, and ours"), 5, WEEK, false));
        assertThat(written.info().keyId()).isEqualTo(first.keyId());
        try (ReadSecret old = store.read(STRIPE, 2)) {
            assertThat(old.info().validUntil()).isEqualTo(clock.instant().plus(WEEK));
        }
        assertThat(world.data(STRIPE, 1).isMissingNode()).isTrue();
    }

    @Test
    void read_rolledBackByOthers_keepsTheEndsOfAllVersions() {
        put("abc123", first());
        put("def456", rotation());
        put("ghi789", new Write(null, null, Duration.ofHours(1), true));
        world.kvPut(STRIPE, world.data(STRIPE, 1).toString());
        assertThat(holds(null, "abc123")).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(readable(2)).isFalse();
        assertThat(holds(3, "ghi789")).isTrue();
        assertThat(store.describe(STRIPE).description().text()).isEqualTo("Stripe API key for payments");
    }

    @Test
    void list_metadataReplacedByOthers_isMendedByTheNextRead() {
        SecretInfo info = put("abc123", first()).info();
        world.metadataPut(STRIPE, "{\"owner\":\"payments\"}");
        assertThat(listed().managed()).isFalse();
        assertThat(store.describe(STRIPE)).isEqualTo(info);
        assertThat(listed()).isEqualTo(info);
        assertThat(world.metadata(STRIPE).at("/custom_metadata/owner").asText()).isEqualTo("payments");
    }

    @Test
    void delete_byOthers_takesItOutOfSightUntilTheirUndelete() {
        put("abc123", first());
        put("def456", rotation());
        String path = world.mount + "/data/" + STRIPE.slashed();
        world.bao.call("DELETE", path, null);
        assertThat(store.read(STRIPE, null)).isNull();
        assertThat(store.read(STRIPE, 1)).isNull();
        assertThat(store.list("", "", 10)).isEmpty();
        assertThat(store.undelete(STRIPE)).isTrue();
        assertThat(holds(2, "def456")).isTrue();
        world.bao.call("POST", world.mount + "/delete/" + STRIPE.slashed(), "{\"versions\":[1]}");
        assertThat(store.read(STRIPE, 1)).isNull();
        world.bao.call("POST", world.mount + "/destroy/" + STRIPE.slashed(), "{\"versions\":[2]}");
        assertThat(store.read(STRIPE, null)).isNull();
        assertThat(store.undelete(STRIPE)).isFalse();
        assertThat(put("ghi789", first()).info().version()).isEqualTo(3);
    }

    @Test
    void history_secretOfSomeoneElse_canBeAdoptedElsewhere() throws Exception {
        world.kvPut(STRIPE, "{\"password\":\"abc123\"}");
        world.kvPut(STRIPE, "{\"password\":\"def456\"}");
        try (VaultWorld other = new VaultWorld(world.bao.freshMount(), "", clock);
                SecretHistory history = store.history(STRIPE)) {
            assertThat(history.versions()).hasSize(2);
            SecretStore there = other.store();
            assertThat(there.adopt(history)).isEqualTo(2);
            assertThat(there.describe(STRIPE).keyId())
                    .isEqualTo(store.describe(STRIPE).keyId());
            assertThat(other.data(STRIPE, 1).path("value").asText()).isEqualTo("abc123");
        }
    }
}
