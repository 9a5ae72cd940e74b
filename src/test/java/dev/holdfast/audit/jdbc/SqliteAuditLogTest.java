package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditLogContract;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.Verification;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteAuditLogTest extends AuditLogContract {

    private static final byte[] KEY = new byte[32];

    /** The columns of section 8 of the contract, before the two hashes. */
    private static final List<String> COLUMNS = List.of(
            "timestamp",
            "request_id",
            "phase",
            "service_name",
            "person",
            "environment",
            "action",
            "key_path",
            "version",
            "status",
            "reason",
            "cached",
            "cache_age_seconds",
            "fallback_used",
            "current_usage",
            "rate_limit",
            "fingerprint",
            "channel",
            "ip_address",
            "user_agent");

    @TempDir
    private Path home;

    private Database database;
    private AuditLog log;

    @BeforeEach
    void open() throws SQLException {
        database = Sqlite.open(home.resolve("holdfast.db"));
        log = open(home.resolve("writers.lock"), KEY);
    }

    private AuditLog open(Path liveness, byte[] key) {
        return SqliteAuditLog.open(database, liveness, key, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Override
    protected AuditLog log() {
        return log;
    }

    private void sql(String... statements) throws SQLException {
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        });
    }

    private void fiveRows() {
        for (int i = 1; i <= 5; i++) {
            log.append(List.of(read("request " + i, "jules", i == 2 ? JULES : STRIPE)));
        }
        assertThat(log.verify()).isEqualTo(new Verification(5, null));
    }

    @Test
    void table_columns_areThoseOfTheContract() throws SQLException {
        List<String> columns = database.read(connection -> {
            List<String> names = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT name FROM pragma_table_info('key_access_audit')")) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        });
        assertThat(columns).containsAll(COLUMNS).contains("prev_hash", "hash");
    }

    static Stream<String> edits() {
        return Stream.concat(COLUMNS.stream(), Stream.of("writer", "prev_hash", "hash"));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void verify_editedColumn_isFound(String column) throws SQLException {
        fiveRows();
        sql("UPDATE key_access_audit SET " + column + " = coalesce(" + column + ", 0) || '1' WHERE seq = 3");
        Verification verification = log.verify();
        assertThat(verification.rows()).isEqualTo(2);
        assertThat(verification.fault()).contains("Row 3");
    }

    @ParameterizedTest
    @MethodSource("edits")
    void verify_clearedColumn_isFound(String column) throws SQLException {
        fiveRows();
        sql("UPDATE key_access_audit SET " + column + " = '' WHERE seq = 5");
        assertThat(log.verify().rows()).isEqualTo(4);
        assertThat(log.verify().holds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM key_access_audit WHERE seq = 1",
                "DELETE FROM key_access_audit WHERE seq = 3",
                "DELETE FROM key_access_audit WHERE seq = 5",
                "DELETE FROM key_access_audit WHERE seq > 1",
                "DELETE FROM key_access_audit",
                "INSERT INTO key_access_audit SELECT 6, timestamp, request_id, phase, service_name, person, environment,"
                        + " action, key_path, version, status, reason, cached, cache_age_seconds, fallback_used,"
                        + " current_usage, rate_limit, fingerprint, channel, ip_address, user_agent, writer, hash, hash"
                        + " FROM key_access_audit WHERE seq = 5",
                "INSERT INTO key_access_audit SELECT 0, timestamp, request_id, phase, service_name, person, environment,"
                        + " action, key_path, version, status, reason, cached, cache_age_seconds, fallback_used,"
                        + " current_usage, rate_limit, fingerprint, channel, ip_address, user_agent, writer, prev_hash,"
                        + " hash FROM key_access_audit WHERE seq = 1",
                "UPDATE key_access_head SET seq = 4",
                "UPDATE key_access_head SET hash = (SELECT hash FROM key_access_audit WHERE seq = 4)",
                "UPDATE key_access_head SET seal = '00'",
                "DELETE FROM key_access_head",
            })
    void verify_removedInsertedOrEditedEnd_isFound(String change) throws SQLException {
        fiveRows();
        sql(change);
        Verification verification = log.verify();
        assertThat(verification.holds()).isFalse();
        assertThat(verification.fault()).isNotBlank();
    }

    @Test
    void verify_lastRowCutAndTheEndMended_isFound() throws SQLException {
        fiveRows();
        sql(
                "UPDATE key_access_head SET seq = 4, hash = (SELECT hash FROM key_access_audit WHERE seq = 4)",
                "DELETE FROM key_access_audit WHERE seq = 5");
        assertThat(log.verify().holds()).isFalse();
    }

    @Test
    void verify_swappedRows_isFound() throws SQLException {
        fiveRows();
        sql(
                "UPDATE key_access_audit SET seq = 99 WHERE seq = 2",
                "UPDATE key_access_audit SET seq = 2 WHERE seq = 3",
                "UPDATE key_access_audit SET seq = 3 WHERE seq = 99");
        assertThat(log.verify().rows()).isEqualTo(1);
        assertThat(log.verify().holds()).isFalse();
    }

    @Test
    void verify_withAnotherKey_doesNotHold() {
        fiveRows();
        byte[] other = KEY.clone();
        other[0] = 1;
        try (AuditLog stranger = open(home.resolve("writers.lock"), other)) {
            assertThat(stranger.verify().holds()).isFalse();
        }
        assertThat(log.verify().holds()).isTrue();
    }

    @Test
    void verify_reopened_goesOn() throws SQLException {
        fiveRows();
        close();
        open();
        log.append(List.of(read("request 6", "jules", STRIPE)));
        assertThat(log.verify()).isEqualTo(new Verification(6, null));
    }

    @Test
    void open_decisionOfADeadWriter_isClosedAsInterrupted() throws SQLException {
        log.open(List.of(decision("left open")));
        log.settle(log.open(List.of(decision("settled"))), List.of(outcome("settled")));
        close();
        open();
        assertThat(rows(AuditQuery.ALL))
                .extracting(row -> row.text("request_id") + " " + row.text("phase") + " " + row.text("status"))
                .containsExactly(
                        "left open decision ALLOWED",
                        "settled decision ALLOWED",
                        "settled outcome DONE",
                        "left open outcome INTERRUPTED");
        assertThat(rows(AuditQuery.ALL).get(3).text("key_path")).isEqualTo(STRIPE.toString());
        assertThat(rows(AuditQuery.ALL).get(3).text("service_name")).isEqualTo("jules");
        assertThat(log.verify()).isEqualTo(new Verification(4, null));
        close();
        open();
        assertThat(rows(AuditQuery.ALL)).hasSize(4);
    }

    @Test
    void open_decisionOfALiveWriter_staysOpen() {
        List<AuditLog.Ticket> tickets = log.open(List.of(decision("under way")));
        try (AuditLog second = open(home.resolve("writers.lock"), KEY)) {
            assertThat(rows(AuditQuery.ALL)).hasSize(1);
            log.settle(tickets, List.of(outcome("under way")));
            assertThat(second.verify()).isEqualTo(new Verification(2, null));
        }
        assertThat(rows(AuditQuery.ALL)).extracting(row -> row.text("status")).containsExactly("ALLOWED", "DONE");
    }

    @Test
    void append_tableGone_isToldInOurWordsAndWorksAgain() throws SQLException {
        sql("ALTER TABLE key_access_audit RENAME TO away");
        AuditEvent event = read("request 1", "jules", STRIPE);
        AuditException refused = catchThrowableOfType(AuditException.class, () -> log.append(List.of(event)));
        assertThat(refused.getCause()).isNull();
        assertThat(refused.problem() + refused.hint()).doesNotContain("key_access_audit", "SQL", home.toString());
        sql("ALTER TABLE away RENAME TO key_access_audit");
        log.append(List.of(event));
        assertThat(log.verify()).isEqualTo(new Verification(1, null));
    }

    @Test
    void append_oneOfTwoRowsFails_leavesNeither() throws SQLException {
        sql("CREATE TRIGGER refuse BEFORE INSERT ON key_access_audit WHEN NEW.request_id = 'bad'"
                + " BEGIN SELECT raise(ABORT, 'no'); END");
        List<AuditEvent> events = List.of(read("good", "jules", STRIPE), read("bad", "jules", STRIPE));
        assertThat(catchThrowableOfType(AuditException.class, () -> log.append(events))
                        .problem())
                .doesNotContain("no row");
        assertThat(rows(AuditQuery.ALL)).isEmpty();
        assertThat(log.verify()).isEqualTo(new Verification(0, null));
    }
}
