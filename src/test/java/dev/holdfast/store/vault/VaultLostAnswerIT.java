package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes whose answer was lost. */
@RequiresService(Service.OPENBAO)
final class VaultLostAnswerIT {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private VaultWorld world;
    private SecretStore store;

    @BeforeEach
    void open() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "", clock);
        store = world.store();
        // Some of the tests wait until it is over.
        world.timeLimit(Duration.ofSeconds(2));
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

    /** A store whose requests go through a relay, which loses the answers to writes of data. */
    private SecretStore through(Interference interference) {
        return world.store(world.settings(world.bao.through(interference), world.bao.token(), Map.of()));
    }

    private String dataPost() {
        return "POST /v1/" + world.mount + "/data/project/";
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"CUT_REQUEST", "CUT_ANSWER", "WITHHOLD_ANSWER", "SILENT"})
    void lostAnswer_ofAWrite_isOneVersionAndSaidToBeOurs(Mode mode) {
        try (Interference interference = Interference.before(world.bao.socket())) {
            SecretStore relayed = through(interference);
            put(relayed, "abc123", first());
            interference.next(1, mode, dataPost());
            Written written = put(relayed, "def456", again());
            assertThat(interference.outstanding()).isZero();
            assertThat(written.info().version()).isEqualTo(2);
            assertThat(written.previousVersion()).isEqualTo(1);
            assertThat(store.describe(STRIPE)).isEqualTo(written.info());
            assertThat(holds(2, "def456")).isTrue();
        }
    }

    @Test
    void lostAnswer_ofTwoWrites_saysWhichVersionItMayBe() {
        try (Interference interference = Interference.before(world.bao.socket())) {
            SecretStore relayed = through(interference);
            put(relayed, "abc123", first());
            interference.next(2, Mode.CUT_REQUEST, dataPost());
            StoreException lost = catchThrowableOfType(StoreException.class, () -> put(relayed, "def456", again()));
            assertThat(lost.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            assertThat(lost.possiblyStored()).isEqualTo(2);
            assertThat(store.describe(STRIPE).version()).isEqualTo(1);
        }
    }

    @Test
    void lostAnswer_andNobodyToAsk_saysWhichVersionItMayBe() {
        try (Interference interference = Interference.before(world.bao.socket())) {
            SecretStore relayed =
                    world.store(world.settings(world.bao.through(interference), world.bao.token(), Map.of()), step -> {
                        if (step.equals("vault.mark") && store.describe(STRIPE) != null) {
                            interference.mode(Mode.CUT_ANSWER);
                        }
                    });
            put(relayed, "abc123", first());
            StoreException lost = catchThrowableOfType(StoreException.class, () -> put(relayed, "def456", again()));
            assertThat(lost.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            assertThat(lost.possiblyStored()).isEqualTo(2);
            assertThat(holds(2, "def456")).isTrue();
        }
    }

    @Test
    void lostAnswer_whereAnotherWriterWasFirst_isAConflictOrTheNextVersion() {
        try (Interference interference = Interference.before(world.bao.socket())) {
            SecretStore relayed = through(interference);
            put(relayed, "abc123", first());
            SecretStore racing =
                    world.store(world.settings(world.bao.through(interference), world.bao.token(), Map.of()), step -> {
                        if (step.equals("vault.mark") && store.describe(STRIPE).version() == 1) {
                            put(store, "of another", again());
                            interference.next(1, Mode.CUT_ANSWER, dataPost());
                        }
                    });
            StoreException refused = catchThrowableOfType(
                    StoreException.class, () -> put(racing, "def456", new Write(null, 1, MINUTE, false)));
            assertThat(refused.kind()).isEqualTo(StoreException.Kind.CONFLICT);
            assertThat(refused.possiblyStored()).isNull();
            assertThat(holds(null, "of another")).isTrue();
            assertThat(put(racing, "ghi789", again()).info().version()).isEqualTo(3);
        }
    }
}
