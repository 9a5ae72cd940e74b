package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a write leaves that was stopped between its requests, and how that is mended. */
@RequiresService(Service.OPENBAO)
final class VaultCrashIT {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    private static Write first() {
        return new Write(Description.stored("Stripe API key for payments"), null, MINUTE, false);
    }

    private static Write again() {
        return new Write(null, null, MINUTE, false);
    }

    private static Written put(SecretStore on, String value, Write write) {
        return on.put(STRIPE, SecretValue.of(value), write);
    }

    private boolean holds(Integer version, String value) {
        try (ReadSecret secret = store.read(STRIPE, version)) {
            return secret != null && secret.value().sameAs(SecretValue.of(value));
        }
    }

    /** That a process ended at this step. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private SecretStore crashingAt(String step) {
        FaultPoints steps = reached -> {
            if (reached.equals(step)) {
                throw new Crash();
            }
        };
        return world.store(world.settings(), steps);
    }

    private void crash(String step, String value, Write write) {
        assertThatThrownBy(() -> put(crashingAt(step), value, write)).isInstanceOf(Crash.class);
    }

    @Test
    void crash_beforeTheDataOfANewSecret_leavesNothingThatIsSeenAndTheNextPutGoesOn() {
        crash("vault.mark", "abc123", first());
        assertThat(store.read(STRIPE, null)).isNull();
        assertThat(store.describe(STRIPE)).isNull();
        assertThat(store.list("", "", 10)).isEmpty();
        assertThat(store.delete(STRIPE)).isFalse();
        assertThat(store.undelete(STRIPE)).isFalse();
        Written written = put(store, "def456", first());
        assertThat(written.created()).isTrue();
        assertThat(written.info().version()).isEqualTo(1);
        assertThat(store.list("", "", 10)).containsExactly(written.info());
    }

    @Test
    void crash_afterTheDataOfANewSecret_isMendedByAList() {
        crash("vault.data", "abc123", first());
        assertThat(world.metadata(STRIPE).at("/custom_metadata/holdfast_1").asText())
                .isEqualTo("{\"version\":0}");
        SecretInfo listed = store.list("", "", 10).get(0);
        assertThat(listed.description().text()).isEqualTo("Stripe API key for payments");
        assertThat(listed.managed()).isTrue();
        assertThat(tag()).isEqualTo(1);
        assertThat(store.describe(STRIPE)).isEqualTo(listed);
    }

    private int tag() {
        return new CustomMetadata(world.metadata(STRIPE).path("custom_metadata")).tag();
    }

    /** Who sees a copy that is left behind. */
    enum Seer {
        READ,
        LIST,
        HOLDING,
        PUT
    }

    @ParameterizedTest
    @EnumSource(Seer.class)
    void crash_afterTheDataOfAnUpdate_isMendedByWhoeverSeesIt(Seer seer) {
        put(store, "abc123", first());
        crash("vault.data", "def456", again());
        assertThat(tag()).isEqualTo(1);
        switch (seer) {
            case READ -> assertThat(holds(null, "def456")).isTrue();
            case LIST ->
                assertThat(store.list("", "", 10))
                        .extracting(SecretInfo::version)
                        .containsExactly(2);
            case HOLDING -> {
                Instant end = clock.instant().plus(MINUTE);
                assertThat(VaultWorld.holding(store, "abc123")).containsExactly(new Holding(STRIPE, 1, end));
            }
            case PUT -> put(store, "ghi789", again());
        }
        assertThat(tag()).isEqualTo(seer == Seer.PUT ? 3 : 2);
        assertThat(store.list("", "", 10)).containsExactly(store.describe(STRIPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.data", "vault.copy"})
    void crash_beforeTheDestruction_handsNothingOutAndTheNextPutDestroys(String step) {
        put(store, "abc123", first());
        crash(step, "def456", new Write(null, null, Duration.ZERO, false));
        assertThat(world.data(STRIPE, 1).path("value").asText()).isEqualTo("abc123");
        try (ReadSecret ended = store.read(STRIPE, 1)) {
            assertThat(ended.info().validUntil()).isEqualTo(clock.instant());
        }
        put(store, "ghi789", again());
        assertThat(world.data(STRIPE, 1).isMissingNode()).isTrue();
        assertThat(world.metadata(STRIPE).at("/versions/1/destroyed").asBoolean())
                .isTrue();
        assertThat(holds(2, "def456")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void crash_inAnAdoption_isGoneOnWith(int at) {
        List<Integer> seen = new ArrayList<>();
        FaultPoints steps = step -> {
            seen.add(1);
            if (seen.size() == at) {
                throw new Crash();
            }
        };
        try (SecretHistory history = elsewhere()) {
            SecretStore crashing = world.store(world.settings(), steps);
            assertThatThrownBy(() -> crashing.adopt(history)).isInstanceOf(Crash.class);
            // Somebody looks at what is half there, which mends its copy.
            store.list("", "", 10);
            assertThat(store.adopt(history)).isEqualTo(at < 3 ? 2 : at < 5 ? 1 : 0);
        }
        assertThat(holds(null, "def456")).isTrue();
        assertThat(holds(3, "abc123")).isTrue();
        assertThat(store.describe(STRIPE).version()).isEqualTo(5);
        assertThat(store.list("", "", 10)).containsExactly(store.describe(STRIPE));
        for (int gone : List.of(1, 2, 4)) {
            assertThat(world.metadata(STRIPE)
                            .at("/versions/" + gone + "/destroyed")
                            .asBoolean())
                    .isTrue();
        }
    }

    private SecretHistory elsewhere() {
        return new SecretHistory(
                List.of(version(3, "abc123", clock.instant().plus(MINUTE)), version(5, "def456", null)));
    }

    private SecretHistory.Version version(int number, String text, Instant end) {
        SecretInfo info = new SecretInfo(
                STRIPE,
                "key_00112233445566778899aabbccddeeff",
                number,
                Description.stored("Stripe API key for payments"),
                Labels.NONE,
                Fingerprint.ofMac(new byte[16]),
                clock.instant(),
                clock.instant(),
                null,
                null,
                end,
                true,
                end == null,
                false);
        return new SecretHistory.Version(new ReadSecret(info, SecretValue.of(text)), null);
    }
}
