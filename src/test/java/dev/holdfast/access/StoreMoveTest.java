package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.StoreMove.Moved;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.Channel;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreMoveTest {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final KeyPath JULES = KeyPath.parse("service_keys.jules_api.production");

    private static final Labels LABELS = new Labels(Owner.stored("Payments team"), Tags.stored(List.of("pci", "web")));

    @TempDir
    private Path folder;

    private Door from;
    private Door to;
    private StoreMove move;

    @BeforeEach
    void open() throws Exception {
        from = new Door(Files.createDirectory(folder.resolve("from")));
        to = new Door(Files.createDirectory(folder.resolve("to")));
        move = new StoreMove(from.store, to.store, to.audit);
    }

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private static Call owner() {
        return Call.ofPerson("ada", Channel.CLI);
    }

    private static void put(Door door, KeyPath path, String value, Duration grace, String reason) {
        try (SecretValue secret = SecretValue.of(value)) {
            Description description = Description.of("Key for the payments of " + path.name(), secret);
            Remark remark = Remark.of("reason", reason, 1, secret);
            door.store
                    .put(path, secret, new Write(description, null, grace, false, remark, LABELS))
                    .info();
        }
    }

    private void threeVersions() {
        put(from, STRIPE, "abc123", Duration.ZERO, "first");
        from.clock.advance(Duration.ofDays(1));
        put(from, STRIPE, "def456", Duration.ZERO, "leaked");
        from.clock.advance(Duration.ofDays(1));
        put(from, STRIPE, "ghi789", Duration.ofDays(7), "yearly");
    }

    private static boolean holds(Door door, KeyPath path, Integer version, String value) {
        try (ReadSecret secret = door.store.read(path, version);
                SecretValue expected = SecretValue.of(value)) {
            return secret != null && secret.value().sameAs(expected);
        }
    }

    @Test
    void move_secretWithVersions_isTheSameThere() {
        threeVersions();
        put(from, JULES, "jkl012", Duration.ZERO, "new");
        assertThat(move.paths(owner())).containsExactly(STRIPE, JULES);
        assertThat(move.move(owner(), STRIPE)).isEqualTo(new Moved(STRIPE, 2, 2));
        assertThat(move.move(owner(), JULES)).isEqualTo(new Moved(JULES, 1, 1));
        assertThat(holds(to, STRIPE, null, "ghi789")).isTrue();
        assertThat(holds(to, STRIPE, 2, "def456")).isTrue();
        assertThat(to.store.read(STRIPE, 1)).isNull();
        SecretInfo before = from.store.describe(STRIPE);
        SecretInfo after = to.store.describe(STRIPE);
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("fingerprint")
                .isEqualTo(before);
        try (ReadSecret old = to.store.read(STRIPE, 2);
                ReadSecret original = from.store.read(STRIPE, 2)) {
            assertThat(old.info().validUntil()).isEqualTo(original.info().validUntil());
        }
        assertThat(after.labels()).isEqualTo(LABELS);
        assertThat(to.store.history(STRIPE).current().reason().text()).isEqualTo("yearly");
        assertThat(holds(from, STRIPE, null, "ghi789")).isTrue();
    }

    @Test
    void move_again_writesNothingAndProvesIt() {
        threeVersions();
        move.move(owner(), STRIPE);
        assertThat(move.move(owner(), STRIPE)).isEqualTo(new Moved(STRIPE, 2, 0));
        assertThat(statuses()).containsExactly("ALLOWED", "DONE", "ALLOWED", "DONE");
    }

    @Test
    void move_otherSecretThere_isRefusedAndNeitherChanges() {
        threeVersions();
        put(to, STRIPE, "xyz999", Duration.ZERO, "other");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> move.move(owner(), STRIPE));
        assertThat(refusal.reason()).isEqualTo(Reason.VERSION_CONFLICT);
        assertThat(holds(to, STRIPE, null, "xyz999")).isTrue();
        assertThat(holds(from, STRIPE, null, "ghi789")).isTrue();
        assertThat(statuses()).containsExactly("ALLOWED", "FAILED");
    }

    /** Agents may go on writing while a move is tried: the last call brings the rest. */
    @Test
    void move_secretThatGrewSince_bringsTheRest() {
        threeVersions();
        move.move(owner(), STRIPE);
        put(from, STRIPE, "mno345", Duration.ZERO, "again");
        put(from, STRIPE, "pqr678", Duration.ofDays(1), "again");
        assertThat(move.move(owner(), STRIPE)).isEqualTo(new Moved(STRIPE, 3, 2));
        assertThat(holds(to, STRIPE, null, "pqr678")).isTrue();
        assertThat(to.store.read(STRIPE, 4)).isNotNull();
        assertThat(to.store.read(STRIPE, 3)).isNull();
        assertThat(to.store.describe(STRIPE))
                .usingRecursiveComparison()
                .ignoringFields("fingerprint")
                .isEqualTo(from.store.describe(STRIPE));
    }

    @Test
    void move_sourceBehindTheTarget_isRefused() {
        threeVersions();
        move.move(owner(), STRIPE);
        put(to, STRIPE, "mno345", Duration.ZERO, "used there already");
        assertThat(catchThrowableOfType(Refusal.class, () -> move.move(owner(), STRIPE))
                        .reason())
                .isEqualTo(Reason.VERSION_CONFLICT);
        assertThat(holds(to, STRIPE, null, "mno345")).isTrue();
    }

    @Test
    void move_byAnAgent_isRefusedWithARow() {
        threeVersions();
        Call agent = Call.of(dev.holdfast.agent.Agent.LOCAL, Channel.STDIO);
        assertThat(catchThrowableOfType(Refusal.class, () -> move.paths(agent)).reason())
                .isEqualTo(Reason.ACCESS_DENIED);
        assertThat(catchThrowableOfType(Refusal.class, () -> move.move(agent, STRIPE))
                        .reason())
                .isEqualTo(Reason.ACCESS_DENIED);
        assertThat(statuses()).containsExactly("DENIED", "DENIED");
        assertThat(to.store.describe(STRIPE)).isNull();
    }

    private List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        to.audit.read(AuditQuery.ALL, row -> statuses.add(row.text("status")));
        return statuses;
    }
}
