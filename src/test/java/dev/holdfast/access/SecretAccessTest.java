package dev.holdfast.access;

import static dev.holdfast.access.Door.describedWrite;
import static dev.holdfast.access.Door.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.Channel;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretAccessTest {

    private static final String PATH = "project/consilio/stripe_api_key";
    private static final KeyPath STRIPE = KeyPath.parse(PATH);
    private static final KeyPath MISSING = KeyPath.parse("project/consilio/missing_key");
    private static final String VALUE = "value-to-look-for-7391";

    @TempDir
    private Path home;

    private Door door;

    @BeforeEach
    void open() throws SQLException {
        door = new Door(home);
    }

    @AfterEach
    void close() {
        door.audit.read(
                AuditQuery.ALL, row -> assertThat(row.fields().toString()).doesNotContain("value-to-look-for"));
        assertThat(door.audit.verify().fault()).isNull();
        door.close();
    }

    private static Refusal refused(Callable<?> act) {
        return catchThrowableOfType(Refusal.class, act::call);
    }

    private void refusedWith(Call call, Reason reason, Callable<?> act, String... rows) {
        Refusal refusal = refused(act);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.requestId()).isEqualTo(call.requestId());
        assertThat(refusal.problem() + refusal.hint()).doesNotContain(VALUE);
        assertThat(door.rows(call)).containsExactly(rows);
    }

    private Object put(Call call, KeyPath path, Write write) {
        return door.access.put(call, path, SecretValue.of(VALUE), write);
    }

    @Test
    void put_allowed_leavesDecisionAndOutcome() {
        Call call = local();
        put(call, STRIPE, describedWrite());
        assertThat(door.rows(call))
                .containsExactly("decision ALLOWED - store " + PATH + " -", "outcome DONE - store " + PATH + " 1");
    }

    @Test
    void put_rotation_isAnActionOfItsOwn() {
        door.put(STRIPE, VALUE);
        Write rotation = new Write(null, null, Duration.ZERO, true);
        Call storer = Door.call("storer", Set.of(Action.STORE), "**");
        refusedWith(
                storer,
                Reason.ACCESS_DENIED,
                () -> put(storer, STRIPE, rotation),
                "outcome DENIED ACCESS_DENIED rotate " + PATH + " -");
        Call rotator = Door.call("rotator", Set.of(Action.ROTATE), "**");
        put(rotator, STRIPE, rotation);
        assertThat(door.rows(rotator))
                .containsExactly("decision ALLOWED - rotate " + PATH + " -", "outcome DONE - rotate " + PATH + " 2");
    }

    @Test
    void anyAct_withoutPermission_isDeniedWhetherThePathExistsOrNot() {
        door.put(STRIPE, VALUE);
        for (KeyPath path : List.of(STRIPE, MISSING)) {
            Call call = Door.call("stranger", EnumSet.allOf(Action.class), "meta/**");
            Wanted wanted = new Wanted(path, null);
            Write rotation = new Write(null, 5, Duration.ZERO, true);
            List<Callable<?>> acts = List.of(
                    () -> put(call, path, describedWrite()),
                    () -> put(call, path, rotation),
                    () -> door.access.get(call, path, null),
                    () -> door.access.export(call, List.of(wanted), receipts -> 1),
                    () -> door.access.request(call, path, info -> 1));
            acts.forEach(act -> assertThat(refused(act).reason()).isEqualTo(Reason.ACCESS_DENIED));
            String denied = "outcome DENIED ACCESS_DENIED %s " + path + " -";
            assertThat(door.rows(call))
                    .containsExactly(
                            denied.formatted("store"),
                            denied.formatted("rotate"),
                            denied.formatted("read"),
                            denied.formatted("export"),
                            denied.formatted("request"));
        }
    }

    @Test
    void anyAct_ofNobody_isUnauthenticated() {
        Call call = Call.unrecognised(Channel.STDIO);
        refusedWith(
                call,
                Reason.UNAUTHENTICATED,
                () -> door.access.get(call, STRIPE, null),
                "outcome DENIED UNAUTHENTICATED read " + PATH + " -");
        Call list = Call.unrecognised(Channel.STDIO);
        refusedWith(
                list,
                Reason.UNAUTHENTICATED,
                () -> door.access.list(list, "", "", 10),
                "outcome DENIED UNAUTHENTICATED list - -");
    }

    @Test
    void put_newWithoutDescription_isOneRow() {
        Call call = local();
        refusedWith(
                call,
                Reason.INVALID_DESCRIPTION,
                () -> put(call, STRIPE, new Write(null, null, Duration.ZERO, false)),
                "outcome INVALID INVALID_DESCRIPTION store " + PATH + " -");
    }

    @Test
    void put_conflict_isTheOutcome() {
        Call call = local();
        refusedWith(
                call,
                Reason.VERSION_CONFLICT,
                () -> put(call, STRIPE, new Write(describedWrite().description(), 4, Duration.ZERO, false)),
                "decision ALLOWED - store " + PATH + " -",
                "outcome FAILED VERSION_CONFLICT store " + PATH + " -");
    }

    @Test
    void put_rotationOfNothing_isNotFound() {
        Call call = local();
        refusedWith(
                call,
                Reason.NOT_FOUND,
                () -> put(call, MISSING, new Write(null, null, Duration.ZERO, true)),
                "decision ALLOWED - rotate " + MISSING + " -",
                "outcome FAILED NOT_FOUND rotate " + MISSING + " -");
    }

    @Test
    void get_value_isOneRow() {
        door.put(STRIPE, VALUE);
        Call call = local();
        try (ReadSecret secret = door.access.get(call, STRIPE, null)) {
            assertThat(secret.value().sameAs(SecretValue.of(VALUE))).isTrue();
        }
        assertThat(door.rows(call)).containsExactly("outcome GRANTED - read " + PATH + " 1");
    }

    @Test
    void get_missingOrPastItsEnd_isNotFound() {
        door.put(STRIPE, VALUE);
        door.put(STRIPE, "another value");
        door.access.get(local(), STRIPE, 1).close();
        door.clock.advance(Duration.ofDays(7));
        Call past = local();
        refusedWith(
                past,
                Reason.NOT_FOUND,
                () -> door.access.get(past, STRIPE, 1),
                "outcome FAILED NOT_FOUND read " + PATH + " -");
        Call missing = local();
        refusedWith(
                missing,
                Reason.NOT_FOUND,
                () -> door.access.get(missing, MISSING, null),
                "outcome FAILED NOT_FOUND read " + MISSING + " -");
    }

    @Test
    void export_stored_lendsReceiptsInOrder() {
        door.put(STRIPE, VALUE);
        KeyPath other = KeyPath.parse("meta/cloudflare/api_token");
        door.put(other, "another value");
        Call call = local();
        List<StoreReceipt> lent =
                door.access.export(call, List.of(new Wanted(other, null), new Wanted(STRIPE, 1)), receipts -> {
                    assertThat(receipts.get(1).value().sameAs(SecretValue.of(VALUE)))
                            .isTrue();
                    assertThat(door.rows(call)).hasSize(2);
                    return List.copyOf(receipts);
                });
        assertThat(lent).extracting(StoreReceipt::path).containsExactly(other, STRIPE);
        assertThat(catchThrowableOfType(
                        IllegalStateException.class, () -> lent.get(0).value().reveal(bytes -> bytes.length)))
                .isNotNull();
        assertThat(door.rows(call))
                .containsExactly(
                        "decision ALLOWED - export " + other + " -",
                        "decision ALLOWED - export " + PATH + " -",
                        "outcome DONE - export " + other + " 1",
                        "outcome DONE - export " + PATH + " 1");
    }

    @Test
    void export_oneMissing_isStoreFirstForAll() {
        door.put(STRIPE, VALUE);
        Call call = local();
        List<Wanted> wanted = List.of(new Wanted(STRIPE, null), new Wanted(MISSING, null));
        refusedWith(
                call,
                Reason.STORE_FIRST,
                () -> door.access.export(call, wanted, receipts -> {
                    throw new AssertionError("nothing may be lent");
                }),
                "decision ALLOWED - export " + PATH + " -",
                "decision ALLOWED - export " + MISSING + " -",
                "outcome DENIED STORE_FIRST export " + PATH + " -",
                "outcome DENIED STORE_FIRST export " + MISSING + " -");
    }

    @Test
    void export_useRefuses_becomesTheOutcome() {
        door.put(STRIPE, VALUE);
        Call call = local();
        refusedWith(
                call,
                Reason.ENV_REFUSED,
                () -> door.access.export(call, List.of(new Wanted(STRIPE, null)), receipts -> {
                    throw new Refusal(Reason.ENV_REFUSED, "No.", "Do otherwise.");
                }),
                "decision ALLOWED - export " + PATH + " -",
                "outcome DENIED ENV_REFUSED export " + PATH + " -");
    }

    @Test
    void request_missing_isNotFound() {
        Call call = local();
        refusedWith(
                call,
                Reason.NOT_FOUND,
                () -> door.access.request(call, MISSING, info -> 1),
                "decision ALLOWED - request " + MISSING + " -",
                "outcome FAILED NOT_FOUND request " + MISSING + " -");
    }

    @Test
    void locate_value_onlyUnderPathsThatMayBeListed() {
        door.put(STRIPE, VALUE);
        Call seeing = Door.call("seeing", Set.of(Action.LIST), "project/**");
        Call blind = Door.call("blind", Set.of(Action.LIST), "meta/**");
        List<SecretValue> values = List.of(SecretValue.of("unknown value"), SecretValue.of(VALUE));
        assertThat(door.access.locate(seeing, values))
                .containsExactly(Optional.empty(), Optional.of(new Holding(STRIPE, 1, null)));
        assertThat(door.access.locate(blind, values)).containsExactly(Optional.empty(), Optional.empty());
        assertThat(door.rows(seeing)).containsExactly("outcome GRANTED - list - -");
    }

    @Test
    void locate_oldAndNewHolding_prefersTheValidOne() {
        KeyPath last = KeyPath.parse("project/consilio/zz_copy");
        door.put(STRIPE, VALUE);
        door.put(STRIPE, "another value");
        door.put(last, VALUE);
        door.clock.advance(Duration.ofDays(8));
        List<SecretValue> values = List.of(SecretValue.of(VALUE));
        assertThat(door.access.locate(local(), values).get(0).map(Holding::path))
                .contains(last);
    }
}
