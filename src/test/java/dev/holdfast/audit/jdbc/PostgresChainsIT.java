package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Status;
import dev.holdfast.audit.Verification;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.sql.Postgres;
import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains of several processes: who closes whose, and what checkpoints say of them. */
@RequiresService(Service.POSTGRESQL)
final class PostgresChainsIT {

    private static AuditDatabase template;

    private final TestClock clock = new TestClock();
    private AuditDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void migrate() {
        template = AuditDatabase.migrated(PostgreSql.shared());
    }

    @BeforeEach
    void copy() {
        database = template.copy();
    }

    private List<String> rows() {
        return database.column(
                "SELECT request_id || ' ' || status FROM key_access_audit ORDER BY \"timestamp\", request_id,"
                        + " phase, status");
    }

    @Test
    void append_severalProcesses_haveAChainEach() {
        try (AuditDatabase.Opened first = database.open(clock);
                AuditDatabase.Opened second = database.open(clock)) {
            first.log().append(Events.read("1"));
            second.log().append(Events.read("2"));
            first.log().append(Events.read("3"));
            second.log().append(new AuthEvent("4", "jules", "login", Status.DONE, null, null, null, null));
            assertThat(first.log().verify()).isEqualTo(new Verification(4, null));
        }
        assertThat(database.column(
                        "SELECT table_name || ' ' || max(seq) FROM audit_chain_end GROUP BY table_name, writer"
                                + " ORDER BY 1"))
                .containsExactly("key_access_audit 1", "key_access_audit 2", "service_auth_audit 1");
    }

    @Test
    void checkpoint_deadWriter_isClosedAndItsDecisionsAreInterrupted() throws SQLException {
        // Not closed at the end: a process that was killed closes nothing.
        var dead = Postgres.open(database.app());
        PostgresAuditLog log = PostgresAuditLog.open(
                dead, database.app(), AuditDatabase.KEY, AuditDatabase.BY_HAND, clock, new SecureRandom());
        log.open(Events.decision("left open"));
        log.settle(log.open(Events.decision("settled")), Events.outcome("settled"));
        List<Ticket> twice = new ArrayList<>(log.open(Events.decision("one of two")));
        log.open(Events.decision("one of two"));
        log.settle(twice, Events.outcome("one of two"));
        log.append(new AuthEvent("login", "jules", "login", Status.DONE, null, null, null, null));
        killedFor(log);
        try (AuditDatabase.Opened next = database.open(clock)) {
            next.log().checkpoint();
            assertThat(rows())
                    .containsExactly(
                            "left open ALLOWED",
                            "left open INTERRUPTED",
                            "one of two ALLOWED",
                            "one of two ALLOWED",
                            "one of two DONE",
                            "one of two INTERRUPTED",
                            "settled ALLOWED",
                            "settled DONE");
            assertThat(database.column("SELECT table_name || ' ' || seq FROM audit_chain_end ORDER BY 1"))
                    .containsExactly("key_access_audit 6", "service_auth_audit 1");
            assertThat(database.column(
                            "SELECT key_path || service_name FROM key_access_audit WHERE status = 'INTERRUPTED'"
                                    + " AND request_id = 'left open'"))
                    .containsExactly("project/consilio/stripe_api_keyjules");
            assertThat(next.log().verify()).isEqualTo(new Verification(9, null));
            next.log().checkpoint();
            assertThat(rows()).hasSize(8);
        }
        dead.close();
    }

    private void killedFor(PostgresAuditLog log) {
        database.sql(
                "REVOKE CONNECT ON DATABASE " + name() + " FROM PUBLIC",
                "REVOKE CONNECT ON DATABASE " + name() + " FROM " + database.role());
        database.cutOff();
        log.close();
        database.sql("GRANT CONNECT ON DATABASE " + name() + " TO " + database.role());
    }

    private String name() {
        return database.column("SELECT current_database()").get(0);
    }

    /** The start of the next process closes them by itself. */
    @Test
    void open_deadWriter_isClosedInTheBackground() throws SQLException {
        var dead = Postgres.open(database.app());
        PostgresAuditLog log = PostgresAuditLog.open(
                dead, database.app(), AuditDatabase.KEY, AuditDatabase.BY_HAND, clock, new SecureRandom());
        log.open(Events.decision("left open"));
        killedFor(log);
        try (AuditDatabase.Opened next = database.open(clock)) {
            while (rows().size() < 2) {
                Thread.onSpinWait();
            }
            assertThat(rows()).containsExactly("left open ALLOWED", "left open INTERRUPTED");
            assertThat(next.log().verify().holds()).isTrue();
        }
        dead.close();
    }

    @Test
    void checkpoint_liveWriter_isLeftAlone() {
        try (AuditDatabase.Opened first = database.open(clock);
                AuditDatabase.Opened second = database.open(clock)) {
            List<Ticket> tickets = first.log().open(Events.decision("under way"));
            second.log().checkpoint();
            first.log().settle(tickets, Events.outcome("under way"));
            assertThat(rows()).containsExactly("under way ALLOWED", "under way DONE");
            assertThat(second.log().verify()).isEqualTo(new Verification(2, null));
        }
    }

    @Test
    void checkpoint_nothingNew_writesNone() {
        try (AuditDatabase.Opened opened = database.open(clock)) {
            opened.log().checkpoint();
            assertThat(database.column("SELECT count(*) FROM audit_checkpoint")).containsExactly("0");
            opened.log().append(Events.read("1"));
            opened.log().checkpoint();
            opened.log().checkpoint();
            assertThat(database.column("SELECT count(*) FROM audit_checkpoint")).containsExactly("1");
            opened.log().append(Events.read("2"));
            opened.log().checkpoint();
            assertThat(database.column("SELECT count(*) FROM audit_checkpoint")).containsExactly("2");
        }
    }

    @Test
    void checkpoint_export_isWrittenToAPrivateFile() throws IOException {
        Path file = folder.resolve("checkpoints.jsonl");
        var settings = new PostgresAuditLog.Settings(Duration.ofDays(1), Duration.ZERO, file);
        try (AuditDatabase.Opened opened = database.open(clock, settings)) {
            opened.log().append(Events.read("1"));
            opened.log().checkpoint();
            assertThat(opened.log().verify()).isEqualTo(new Verification(1, null));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(file)).hasSize(2);
        Files.writeString(file, Files.readString(file).replaceFirst("\"at\":\"2026", "\"at\":\"2025"));
        try (AuditDatabase.Opened opened = database.open(clock, settings)) {
            assertThat(opened.log().verify().fault()).contains("Line 1 of the export file");
        }
    }

    @Test
    void checkpoint_exportThatCannotBeWritten_stopsNothing() {
        var settings = new PostgresAuditLog.Settings(
                Duration.ofDays(1), Duration.ZERO, folder.resolve("missing").resolve("checkpoints.jsonl"));
        try (AuditDatabase.Opened opened = database.open(clock, settings)) {
            opened.log().append(Events.read("1"));
            opened.log().checkpoint();
            opened.log().append(Events.read("2"));
            assertThat(opened.log().verify()).isEqualTo(new Verification(2, null));
        }
    }

    @Test
    void checkpoint_byItself_isWrittenFromTimeToTime() {
        var settings = new PostgresAuditLog.Settings(Duration.ofMillis(20), Duration.ZERO, null);
        try (AuditDatabase.Opened opened = database.open(clock, settings)) {
            opened.log().append(Events.read("1"));
            while (database.column("SELECT 1 FROM audit_checkpoint").isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(opened.log().verify()).isEqualTo(new Verification(1, null));
        }
    }
}
