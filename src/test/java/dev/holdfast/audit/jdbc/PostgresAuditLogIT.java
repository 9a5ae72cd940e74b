package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditLogContract;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.Verification;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresService(Service.POSTGRESQL)
final class PostgresAuditLogIT extends AuditLogContract {

    private static AuditDatabase template;

    private AuditDatabase database;
    private AuditDatabase.Opened opened;

    @BeforeAll
    static void migrate() {
        template = AuditDatabase.migrated(PostgreSql.shared());
    }

    @BeforeEach
    void open() {
        database = template.copy();
        opened = database.open(clock);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected AuditLog log() {
        return opened.log();
    }

    @Test
    void columns_areThoseOfTheSqliteTables() {
        for (AuditTable table : AuditTable.values()) {
            assertThat(database.column("SELECT column_name FROM information_schema.columns WHERE table_name = '"
                            + table.sql() + "' ORDER BY ordinal_position"))
                    .startsWith(table.columns().toArray(String[]::new))
                    .endsWith("seq", "prev_hash", "hash")
                    .hasSize(table.columns().size() + 3);
        }
    }

    @Test
    void append_firstRow_beginsAChain() {
        log().append(List.of(read("1", "jules", STRIPE), read("2", "jules", STRIPE)));
        log().append(List.of(read("3", "jules", STRIPE)));
        assertThat(database.column("SELECT seq FROM key_access_audit ORDER BY seq"))
                .containsExactly("1", "2", "3");
        assertThat(database.column("SELECT prev_hash FROM key_access_audit WHERE seq = 1"))
                .containsExactly(Chain.GENESIS);
        assertThat(database.column("SELECT count(*) FROM audit_chain c JOIN key_access_audit r ON r.writer = c.writer"))
                .containsExactly("3");
        assertThat(database.column("SELECT count(*) FROM audit_chain")).containsExactly("1");
    }

    /** A clock that is set back must not bring a row before the one that it follows. */
    @Test
    void append_clockSetBack_timeStandsStill() {
        log().append(List.of(read("1", "jules", STRIPE)));
        clock.advance(Duration.ofSeconds(-10));
        log().append(List.of(read("2", "jules", STRIPE)));
        assertThat(rows(AuditQuery.ALL))
                .extracting(row -> row.text("timestamp"))
                .containsExactly("2026-03-01T12:00:00.000000Z", "2026-03-01T12:00:00.000000Z");
    }

    @Test
    void close_chain_isEndedByACheckpoint() {
        log().append(List.of(read("1", "jules", STRIPE)));
        opened.close();
        assertThat(database.column("SELECT seq FROM audit_chain_end")).containsExactly("1");
        assertThat(database.column("SELECT number FROM audit_checkpoint")).containsExactly("1");
        opened = database.open(clock);
        log().append(List.of(read("2", "jules", STRIPE)));
        assertThat(log().verify()).isEqualTo(new Verification(2, null));
        assertThat(database.column("SELECT seq FROM key_access_audit")).containsExactly("1", "1");
    }

    @Test
    void append_tableGone_isToldInOurWordsAndWorksAgain() {
        database.sql("ALTER TABLE key_access_audit RENAME TO away");
        AuditException refused = catchThrowableOfType(
                AuditException.class, () -> log().append(List.of(read("request 1", "jules", STRIPE))));
        assertThat(refused.getCause()).isNull();
        assertThat(refused.problem()).isEqualTo("The tables of Holdfast are missing in the database.");
        assertThat(refused.hint()).contains("holdfast migrate --schema");
        database.sql("ALTER TABLE away RENAME TO key_access_audit");
        log().append(List.of(read("request 1", "jules", STRIPE)));
        assertThat(log().verify()).isEqualTo(new Verification(1, null));
    }

    @Test
    void append_oneOfTwoRowsFails_leavesNeither() {
        database.sql("ALTER TABLE key_access_audit ADD CHECK (request_id <> 'bad')");
        AuditException refused = catchThrowableOfType(
                AuditException.class,
                () -> log().append(List.of(read("good", "jules", STRIPE), read("bad", "jules", STRIPE))));
        assertThat(refused.problem()).doesNotContain("bad", "check", "key_access");
        assertThat(rows(AuditQuery.ALL)).isEmpty();
        assertThat(log().verify()).isEqualTo(new Verification(0, null));
    }
}
