package dev.holdfast.access;

import static dev.holdfast.access.Door.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.SecretKeeping.Wording;
import dev.holdfast.access.SecretKeeping.Words;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretKeepingTest {

    private static final String PATH = "project/consilio/stripe_api_key";
    private static final KeyPath STRIPE = KeyPath.parse(PATH);
    private static final KeyPath MISSING = KeyPath.parse("project/consilio/missing_key");
    private static final String VALUE = "value-to-look-for-7391";

    @TempDir
    private Path home;

    private Door door;
    private SecretKeeping keeping;

    @BeforeEach
    void open() throws SQLException {
        door = new Door(home);
        keeping = door.access.keeping();
        door.put(STRIPE, VALUE);
    }

    @AfterEach
    void close() {
        assertThat(door.audit.verify().fault()).isNull();
        door.close();
    }

    private void refusedWith(Call call, Reason reason, Callable<?> act, String... rows) {
        Refusal refusal = catchThrowableOfType(Refusal.class, act::call);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.requestId()).isEqualTo(call.requestId());
        assertThat(door.rows(call)).containsExactly(rows);
    }

    private boolean verify(Call call, KeyPath path, String value) {
        return keeping.verify(call, path, () -> SecretValue.of(value));
    }

    private Object redescribe(Call call, KeyPath path, String text) {
        return keeping.redescribe(call, path, describing(text), null);
    }

    private static Wording describing(String text) {
        return (present, value) -> new Words(Description.of(text, value), present.labels());
    }

    private static Wording labelling(String owner, String... tags) {
        return (present, value) -> new Words(
                null, new Labels(owner == null ? null : Owner.of(owner, value), Tags.of(List.of(tags), value)));
    }

    private String lastReason() {
        List<SecretKeeping.Past> versions = keeping.history(local(), STRIPE);
        return versions.get(versions.size() - 1).reason().text();
    }

    private Object delete(Call call, KeyPath path) {
        keeping.delete(call, path);
        return path;
    }

    private Object undelete(Call call, KeyPath path) {
        keeping.undelete(call, path);
        return path;
    }

    @Test
    void describe_allowed_needsListAloneAndLeavesOneRow() {
        Call call = Door.call("lister", Set.of(Action.LIST), "**");
        assertThat(keeping.describe(call, STRIPE).version()).isEqualTo(1);
        assertThat(door.rows(call)).containsExactly("outcome GRANTED DESCRIBE list " + PATH + " 1");
    }

    @Test
    void acts_withoutTheirRight_areDeniedWhetherThePathExistsOrNot() {
        for (KeyPath path : List.of(STRIPE, MISSING)) {
            Call reader = Door.call("reader", EnumSet.complementOf(EnumSet.of(Action.LIST, Action.STORE)), "**");
            String denied = "outcome DENIED ACCESS_DENIED list " + path + " -";
            refusedWith(reader, Reason.ACCESS_DENIED, () -> keeping.describe(reader, path), denied);
            Call again = Door.call("reader", Set.of(Action.READ), "**");
            refusedWith(again, Reason.ACCESS_DENIED, () -> keeping.history(again, path), denied);
            Call verifier = Door.call("reader", Set.of(Action.READ), "**");
            refusedWith(verifier, Reason.ACCESS_DENIED, () -> verify(verifier, path, VALUE), denied);
            String store = "outcome DENIED ACCESS_DENIED store " + path + " -";
            Call teller = Door.call("lister", Set.of(Action.LIST, Action.ROTATE), "**");
            refusedWith(teller, Reason.ACCESS_DENIED, () -> redescribe(teller, path, "Stripe key of the shop"), store);
            Call undeleter = Door.call("lister", Set.of(Action.LIST, Action.ROTATE), "**");
            refusedWith(undeleter, Reason.ACCESS_DENIED, () -> undelete(undeleter, path), store);
            Call rotator = Door.call("lister", Set.of(Action.LIST, Action.ROTATE), "**");
            refusedWith(rotator, Reason.ACCESS_DENIED, () -> delete(rotator, path), store);
            Call storer = Door.call("storer", Set.of(Action.STORE), "**");
            refusedWith(
                    storer,
                    Reason.ACCESS_DENIED,
                    () -> delete(storer, path),
                    "outcome DENIED ACCESS_DENIED rotate " + path + " -");
        }
    }

    @Test
    void acts_onWhatIsNotThere_areNotFound() {
        Call describing = local();
        String list = "outcome FAILED NOT_FOUND list " + MISSING + " -";
        refusedWith(describing, Reason.NOT_FOUND, () -> keeping.describe(describing, MISSING), list);
        Call verifying = local();
        refusedWith(verifying, Reason.NOT_FOUND, () -> verify(verifying, MISSING, VALUE), list);
        Call history = local();
        refusedWith(history, Reason.NOT_FOUND, () -> keeping.history(history, MISSING), list);
        Call deleting = local();
        refusedWith(
                deleting,
                Reason.NOT_FOUND,
                () -> delete(deleting, MISSING),
                "decision ALLOWED DELETE store " + MISSING + " -",
                "outcome FAILED NOT_FOUND store " + MISSING + " -");
    }

    @Test
    void verify_tellsEqualFromNot_andTheRowSaysWhich() {
        Call equal = Door.call("lister", Set.of(Action.LIST), "**");
        assertThat(verify(equal, STRIPE, VALUE)).isTrue();
        assertThat(door.rows(equal)).containsExactly("outcome GRANTED VERIFY list " + PATH + " 1");
        Call other = Door.call("lister", Set.of(Action.LIST), "**");
        assertThat(verify(other, STRIPE, VALUE + "0")).isFalse();
        assertThat(door.rows(other)).containsExactly("outcome GRANTED VERIFY list " + PATH + " -");
        Call none = local();
        refusedWith(
                none,
                Reason.INVALID_VALUE,
                () -> verify(none, STRIPE, "****"),
                "outcome INVALID INVALID_VALUE list " + PATH + " -");
    }

    @Test
    void verify_rowThatCannotBeWritten_givesNoAnswer() throws SQLException {
        door.auditFails("NEW.reason = 'VERIFY'");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> verify(local(), STRIPE, VALUE));
        assertThat(refusal.reason()).isEqualTo(Reason.AUDIT_UNAVAILABLE);
        door.auditWorks();
    }

    @Test
    void history_listsTheVersionsThatHaveNotEnded() {
        door.put(STRIPE, "another-value-0");
        Call call = local();
        assertThat(keeping.history(call, STRIPE)).hasSize(2);
        assertThat(door.rows(call)).containsExactly("outcome GRANTED HISTORY list " + PATH + " -");
        door.clock.advance(Duration.ofDays(8));
        assertThat(keeping.history(local(), STRIPE))
                .singleElement()
                .satisfies(past -> assertThat(past.info().version()).isEqualTo(2));
    }

    @Test
    void redescribe_makesAVersionOfTheSameValue() {
        Call call = local();
        redescribe(call, STRIPE, "Stripe key of the new shop");
        assertThat(door.rows(call))
                .containsExactly(
                        "decision ALLOWED DESCRIBE store " + PATH + " -", "outcome DONE DESCRIBE store " + PATH + " 2");
        assertThat(keeping.describe(local(), STRIPE).description().text()).isEqualTo("Stripe key of the new shop");
        assertThat(verify(local(), STRIPE, VALUE)).isTrue();
        assertThat(keeping.history(local(), STRIPE).get(1).reason()).hasToString("description changed");
    }

    @Test
    void redescribe_thatTellsTheValueOrExpectsAnotherVersion_changesNothing() {
        Refusal telling =
                catchThrowableOfType(Refusal.class, () -> redescribe(local(), STRIPE, "it is " + VALUE + " at last"));
        assertThat(telling.reason()).isEqualTo(Reason.INVALID_DESCRIPTION);
        Refusal stale = catchThrowableOfType(
                Refusal.class, () -> keeping.redescribe(local(), STRIPE, describing("Stripe key of the new shop"), 7));
        assertThat(stale.reason()).isEqualTo(Reason.VERSION_CONFLICT);
        assertThat(keeping.describe(local(), STRIPE).version()).isEqualTo(1);
    }

    @Test
    void redescribe_labels_leaveTheDescriptionAndTheOtherWayRound() {
        String before = keeping.describe(local(), STRIPE).description().text();
        Call call = local();
        keeping.redescribe(call, STRIPE, labelling("Payments team", "pci", "web"), 1);
        assertThat(door.rows(call))
                .containsExactly(
                        "decision ALLOWED DESCRIBE store " + PATH + " -", "outcome DONE DESCRIBE store " + PATH + " 2");
        assertThat(lastReason()).isEqualTo("owner, tags changed");
        assertThat(keeping.describe(local(), STRIPE).description().text()).isEqualTo(before);
        redescribe(local(), STRIPE, "Stripe key of the new shop");
        assertThat(lastReason()).isEqualTo("description changed");
        keeping.redescribe(local(), STRIPE, labelling("Payments team", "web"), null);
        assertThat(lastReason()).isEqualTo("tags changed");
        SecretInfo info = keeping.describe(local(), STRIPE);
        assertThat(info.description().text()).isEqualTo("Stripe key of the new shop");
        assertThat(info.labels().owner()).isEqualTo(Owner.stored("Payments team"));
        assertThat(info.labels().tags()).isEqualTo(Tags.stored(List.of("web")));
        assertThat(verify(local(), STRIPE, VALUE)).isTrue();
    }

    @Test
    void redescribe_labelsThatTellTheValue_changeNothing() {
        for (Wording telling : List.of(labelling("team " + VALUE), labelling(null, VALUE))) {
            Call call = local();
            refusedWith(
                    call,
                    Reason.INVALID_ARGUMENT,
                    () -> keeping.redescribe(call, STRIPE, telling, null),
                    "decision ALLOWED DESCRIBE store " + PATH + " -",
                    "outcome INVALID INVALID_ARGUMENT store " + PATH + " -");
        }
        assertThat(keeping.describe(local(), STRIPE).version()).isEqualTo(1);
    }

    @Test
    void redescribe_anotherWriteInBetween_isRefusedAndNotUndone() {
        Wording racing = (present, value) -> {
            door.put(STRIPE, "another-value-0");
            return labelling("Payments team").of(present, value);
        };
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> keeping.redescribe(local(), STRIPE, racing, null));
        assertThat(refusal.reason()).isEqualTo(Reason.VERSION_CONFLICT);
        assertThat(keeping.describe(local(), STRIPE).labels()).isEqualTo(Labels.NONE);
        assertThat(verify(local(), STRIPE, "another-value-0")).isTrue();
    }

    @Test
    void delete_andUndelete_takeAwayAndBringBack() {
        Call deleting = Door.call("keeper", Set.of(Action.STORE, Action.ROTATE), "**");
        delete(deleting, STRIPE);
        assertThat(door.rows(deleting))
                .containsExactly(
                        "decision ALLOWED DELETE store " + PATH + " -", "outcome DONE DELETE store " + PATH + " -");
        assertThat(catchThrowableOfType(Refusal.class, () -> keeping.describe(local(), STRIPE))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        Call undeleting = Door.call("storer", Set.of(Action.STORE), "**");
        undelete(undeleting, STRIPE);
        assertThat(door.rows(undeleting))
                .containsExactly(
                        "decision ALLOWED UNDELETE store " + PATH + " -", "outcome DONE UNDELETE store " + PATH + " -");
        assertThat(verify(local(), STRIPE, VALUE)).isTrue();
    }
}
