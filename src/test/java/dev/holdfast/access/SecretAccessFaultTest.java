package dev.holdfast.access;

import static dev.holdfast.access.Door.describedWrite;
import static dev.holdfast.access.Door.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Refusal.Stored;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.audit.Channel;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No row, no act: what happens when the audit or the store fails, by faults of the real database. */
final class SecretAccessFaultTest {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final KeyPath MISSING = KeyPath.parse("project/consilio/missing_key");

    @TempDir
    private Path home;

    private Door door;
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void open() throws SQLException {
        door = new Door(home, steps::add);
        door.put(STRIPE, "abc123");
        steps.clear();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Refusal refused(Callable<?> act) {
        return catchThrowableOfType(Refusal.class, act::call);
    }

    private Object put(Call call, KeyPath path) {
        return door.access.put(call, path, SecretValue.of("def456"), describedWrite());
    }

    @Test
    void anyAct_auditDown_isAuditUnavailableWhateverElseWasToBeSaid() throws SQLException {
        door.auditFails("1");
        Call stranger = Door.call("stranger", Set.of(Action.READ), "meta/**");
        Call nobody = Call.unrecognised(Channel.STDIO);
        Call local = local();
        List<Callable<?>> acts = List.of(
                () -> door.access.get(local, STRIPE, null),
                () -> door.access.get(local, MISSING, null),
                () -> door.access.get(stranger, STRIPE, null),
                () -> door.access.get(nobody, STRIPE, null),
                () -> door.access.list(local, "", "", 10),
                () -> door.access.locate(local, List.of()),
                () -> door.access.request(local, STRIPE, info -> 1),
                () -> door.access.export(local, List.of(new Wanted(STRIPE, null)), receipts -> 1),
                () -> put(local, STRIPE),
                () -> put(stranger, STRIPE));
        for (Callable<?> act : acts) {
            Refusal refusal = refused(act);
            assertThat(refusal.reason()).isEqualTo(Reason.AUDIT_UNAVAILABLE);
            assertThat(refusal.stored()).isNull();
        }
        assertThat(door.store.describe(STRIPE).version()).isEqualTo(1);
        assertThat(steps).isEmpty();
    }

    @Test
    void put_outcomeRowFails_namesTheVersionThatIsStored() throws SQLException {
        door.auditFails("NEW.phase = 'outcome'");
        Refusal refusal = refused(() -> put(local(), STRIPE));
        assertThat(refusal.reason()).isEqualTo(Reason.AUDIT_UNAVAILABLE);
        assertThat(refusal.stored()).isEqualTo(new Stored(STRIPE, 2));
        assertThat(door.store.describe(STRIPE).version()).isEqualTo(2);
        door.auditWorks();
        assertThat(door.audit.verify().holds()).isTrue();
    }

    @Test
    void put_outcomeRowFailed_isClosedAsInterruptedByTheNextStart() throws SQLException {
        Call call = local();
        door.auditFails("NEW.phase = 'outcome'");
        refused(() -> put(call, STRIPE));
        door.auditWorks();
        door.close();
        door = new Door(home);
        assertThat(door.rows(call))
                .containsExactly(
                        "decision ALLOWED - store " + STRIPE + " -", "outcome INTERRUPTED - store " + STRIPE + " -");
    }

    @Test
    void put_decisionRowFails_storesNothing() throws SQLException {
        door.auditFails("NEW.phase = 'decision'");
        Refusal refusal = refused(() -> put(local(), STRIPE));
        assertThat(refusal.reason()).isEqualTo(Reason.AUDIT_UNAVAILABLE);
        assertThat(refusal.stored()).isNull();
        assertThat(door.store.describe(STRIPE).version()).isEqualTo(1);
        assertThat(steps).isEmpty();
    }

    @Test
    void put_works_takesItsStepsInOrder() {
        put(local(), STRIPE);
        assertThat(steps).containsExactly("audit.decided", "store.put", "audit.settled");
    }

    @Test
    void put_storeFails_isStoreUnavailableAndTheOutcome() throws SQLException {
        door.sql("ALTER TABLE secret_version RENAME TO away");
        Call call = local();
        Refusal refusal = refused(() -> put(call, STRIPE));
        assertThat(refusal.reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
        assertThat(refusal.problem() + refusal.hint()).doesNotContain("secret_version", "SQL", "def456");
        assertThat(door.rows(call))
                .containsExactly(
                        "decision ALLOWED - store " + STRIPE + " -",
                        "outcome FAILED STORE_UNAVAILABLE store " + STRIPE + " -");
    }

    @Test
    void get_storeFails_isOneRow() throws SQLException {
        door.sql("UPDATE secret_version SET sealed = zeroblob(50)");
        Call call = local();
        assertThat(refused(() -> door.access.get(call, STRIPE, null)).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
        assertThat(door.rows(call)).containsExactly("outcome FAILED STORE_UNAVAILABLE read " + STRIPE + " -");
    }

    @Test
    void put_auditAndStoreFail_isAuditUnavailable() throws SQLException {
        door.sql("ALTER TABLE secret_version RENAME TO away");
        door.auditFails("NEW.phase = 'outcome'");
        assertThat(refused(() -> put(local(), STRIPE)).reason()).isEqualTo(Reason.AUDIT_UNAVAILABLE);
    }

    @Test
    void export_useThrowsWhatNobodyExpects_isInternalAndTheOutcome() {
        Call call = local();
        Refusal refusal = refused(() -> door.access.export(call, List.of(new Wanted(STRIPE, null)), receipts -> {
            throw new IllegalStateException("abc123");
        }));
        assertThat(refusal.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(refusal.problem() + refusal.hint()).doesNotContain("abc123");
        assertThat(refusal.getCause()).isNull();
        assertThat(door.rows(call))
                .containsExactly(
                        "decision ALLOWED - export " + STRIPE + " -",
                        "outcome FAILED INTERNAL export " + STRIPE + " -");
    }
}
