package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.Verification;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the role that Holdfast runs under may do in the database, and who makes the tables. */
@RequiresService(Service.POSTGRESQL)
final class PostgresRolesIT {

    private static final String DENIED = "42501";
    private static final List<String> AUDIT = List.of(
            "key_access_audit",
            "key_access_audit_20260301",
            "service_auth_audit",
            "service_auth_audit_20260301",
            "audit_chain",
            "audit_checkpoint",
            "audit_chain_end",
            "audit_retired",
            "holdfast_schema_history");

    private static AuditDatabase migrated;

    @BeforeAll
    static void migrate() {
        migrated = AuditDatabase.migrated(PostgreSql.shared());
        try (AuditDatabase.Opened opened = migrated.open(new TestClock())) {
            opened.log().append(Events.read("1"));
        }
    }

    private static String refusal(String sql) throws SQLException {
        try (Connection connection = migrated.connectAsApp();
                Statement statement = connection.createStatement()) {
            SQLException refused = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
            return refused == null ? "allowed" : refused.getSQLState();
        }
    }

    static Stream<String> changes() {
        return AUDIT.stream()
                .flatMap(table -> Stream.of(
                        "DELETE FROM " + table,
                        "TRUNCATE " + table,
                        "DROP TABLE " + table,
                        "ALTER TABLE " + table + " DISABLE TRIGGER ALL",
                        "UPDATE " + table + " SET "
                                + (table.startsWith("holdfast")
                                        ? "success = true"
                                        : table.equals("audit_chain") ? "writer = 1" : "hash = ''")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void role_changeOfTheAudit_isRefused(String sql) throws SQLException {
        assertThat(refusal(sql)).isEqualTo(DENIED);
    }

    /** Only through the parent: it is the parent that says which day a row belongs to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO key_access_audit_20260301 SELECT * FROM key_access_audit",
                "SELECT * FROM key_access_audit_20260301",
                "INSERT INTO audit_retired SELECT * FROM audit_retired",
                "SELECT audit_make_partitions(DATE '2026-03-01')",
                "ALTER TABLE key_access_audit DETACH PARTITION key_access_audit_20260301",
                "CREATE TABLE own (x int)"
            })
    void role_detour_isRefused(String sql) throws SQLException {
        assertThat(refusal(sql)).isEqualTo(DENIED);
    }

    @Test
    void role_needs_areGranted() throws SQLException {
        assertThat(refusal("SELECT * FROM key_access_audit")).isEqualTo("allowed");
        assertThat(refusal("UPDATE access_grant SET uses = 0")).isEqualTo("allowed");
        assertThat(refusal("DELETE FROM access_grant")).isEqualTo("allowed");
    }

    @Test
    void partitions_daysFarAway_areNotMade() throws SQLException {
        assertThat(refusal("SELECT audit_partitions(current_date + 9)")).isEqualTo("22023");
        assertThat(refusal("SELECT audit_partitions(current_date - 3)")).isEqualTo("22023");
    }

    @Test
    void append_noPartition_isMadeAndTheRoleMayNotTouchItEither() throws SQLException {
        AuditDatabase database = migrated.copy();
        try (AuditDatabase.Opened opened = database.open(Clock.systemUTC())) {
            String drop = "SELECT 'DROP TABLE ' || inhrelid::regclass FROM pg_inherits"
                    + " WHERE inhparent::regclass::text LIKE '%_audit' AND inhrelid::regclass::text NOT LIKE '%_202603%'";
            database.column(drop).forEach(database::sql);
            opened.log().append(Events.read("1"));
            assertThat(opened.log().verify()).isEqualTo(new Verification(2, null));
            String made = database.column("SELECT tableoid::regclass FROM key_access_audit WHERE request_id = '1'"
                            + " ORDER BY \"timestamp\" DESC")
                    .get(0);
            assertThat(made).matches("key_access_audit_20[0-9]{6}").doesNotEndWith("20260301");
            try (Connection connection = database.connectAsApp();
                    Statement statement = connection.createStatement()) {
                for (String sql :
                        List.of("DELETE FROM " + made, "TRUNCATE " + made, "UPDATE " + made + " SET hash = ''")) {
                    assertThatThrownBy(() -> statement.execute(sql))
                            .isInstanceOf(SQLException.class)
                            .extracting(e -> ((SQLException) e).getSQLState())
                            .isEqualTo(DENIED);
                }
            }
        }
    }

    @Test
    void append_overMidnight_goesOnInTheNextPartition() {
        AuditDatabase database = migrated.copy();
        TestClock clock = new TestClock();
        clock.advance(Duration.ofHours(12).minusNanos(1000));
        try (AuditDatabase.Opened opened = database.open(clock)) {
            opened.log().append(Events.read("2"));
            clock.advance(Duration.ofNanos(1000));
            opened.log().append(Events.read("3"));
            assertThat(opened.log().verify()).isEqualTo(new Verification(3, null));
        }
        assertThat(database.column("SELECT tableoid::regclass FROM key_access_audit ORDER BY \"timestamp\""))
                .containsExactly("key_access_audit_20260301", "key_access_audit_20260301", "key_access_audit_20260302");
    }

    @Test
    void append_clockFarOff_saysSo() {
        AuditDatabase database = migrated.copy();
        TestClock clock = new TestClock();
        clock.advance(Duration.ofDays(-20));
        try (AuditDatabase.Opened opened = database.open(clock)) {
            AuditException refused = catchThrowableOfType(
                    AuditException.class, () -> opened.log().append(Events.read("2")));
            assertThat(refused.problem()).contains("clock");
            clock.advance(Duration.ofDays(20));
            opened.log().append(Events.read("2"));
            assertThat(opened.log().verify()).isEqualTo(new Verification(2, null));
        }
    }

    @Test
    void open_emptyDatabaseOfOnesOwn_makesTheTables() {
        AuditDatabase database = AuditDatabase.empty(PostgreSql.shared());
        try (AuditDatabase.Opened opened =
                AuditDatabase.open(database.owner(), Clock.systemUTC(), AuditDatabase.BY_HAND)) {
            opened.log().append(Events.read("1"));
            assertThat(opened.log().verify()).isEqualTo(new Verification(1, null));
        }
    }

    @Test
    void open_emptyDatabaseWithoutRights_saysWhatToRun() {
        AuditDatabase database = AuditDatabase.empty(PostgreSql.shared());
        AuditException refused = catchThrowableOfType(AuditException.class, () -> database.open(Clock.systemUTC()));
        assertThat(refused.hint()).contains("holdfast migrate --schema");
        assertThat(database.column("SELECT count(*) FROM pg_class WHERE relname LIKE '%audit%'"))
                .containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99"})
    void open_anotherVersion_isRefused(String version) {
        AuditDatabase database = migrated.copy();
        database.sql("UPDATE holdfast_schema_history SET version = '" + version + "' WHERE version = '"
                + AuditSchema.VERSION + "'");
        AuditException refused = catchThrowableOfType(AuditException.class, () -> database.open(Clock.systemUTC()));
        assertThat(refused.hint()).contains("holdfast migrate --schema");
    }

    @Test
    void migrate_again_changesNothingAndGrantsAnotherRole() throws SQLException {
        AuditDatabase database = migrated.copy();
        String second = PostgreSql.freshName("second");
        PostgreSql.shared().role(second, second);
        AuditSchema.migrate(database.owner(), database.role());
        AuditSchema.migrate(database.owner(), second);
        assertThat(database.column("SELECT has_table_privilege('" + second + "', 'key_access_audit', 'INSERT')"
                        + " AND NOT has_table_privilege('" + second + "', 'key_access_audit', 'DELETE')"))
                .containsExactly("t");
        try (AuditDatabase.Opened opened = database.open(new TestClock())) {
            assertThat(opened.log().verify()).isEqualTo(new Verification(1, null));
        }
    }

    @Test
    void migrate_roleNameWithQuotes_isRefused() {
        assertThatThrownBy(() -> AuditSchema.migrate(migrated.owner(), "x\"; DROP TABLE audit_chain; --"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
