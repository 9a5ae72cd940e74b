package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Status;
import dev.holdfast.audit.Verification;
import dev.holdfast.audit.jdbc.CheckpointExport.Exported;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody may do who rules the database but lacks the key: each change is made as superuser, looked for in the same
 * transaction, and taken back.
 */
@Tag("proof")
@RequiresService(Service.POSTGRESQL)
final class PostgresTamperingIT {

    private static final int POSITIONS = 1000;
    private static final int WRITERS = 3;
    private static final int ROWS = 1100;

    private static final Chain CHAIN = new Chain(AuditDatabase.KEY, AuditTable.KEY_ACCESS.sql());
    private static final TestClock CLOCK = new TestClock();

    @TempDir
    private static Path folder;

    private static AuditDatabase database;
    private static Connection connection;
    private static List<long[]> rows;

    @BeforeAll
    static void fill() throws SQLException {
        database = AuditDatabase.migrated(PostgreSql.shared());
        List<AuditDatabase.Opened> logs = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            logs.add(database.open(CLOCK));
        }
        for (int i = 0; i < ROWS; i++) {
            CLOCK.advance(Duration.ofMillis(1));
            logs.get(i % WRITERS).log().append(Events.read("request " + i));
            if (i % 200 == 0) {
                logs.get(0).log().append(new AuthEvent("login", "jules", "login", Status.DONE, null, null, null, null));
                logs.get(0).log().checkpoint();
            }
        }
        logs.forEach(AuditDatabase.Opened::close);
        rows = database.column("SELECT writer || ' ' || seq FROM key_access_audit").stream()
                .map(row -> row.split(" "))
                .map(row -> new long[] {Long.parseLong(row[0]), Long.parseLong(row[1])})
                .toList();
        connection = database.connect();
        connection.setAutoCommit(false);
        assertThat(verified()).isEqualTo(new Verification(ROWS + 6, null));
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static Verification verified() throws SQLException {
        return new PostgresVerifier(CHAIN, new CheckpointExport(null))
                .verify(connection, new Exported(new HashMap<>(), null));
    }

    private static Verification after(String... statements) throws SQLException {
        try (Statement change = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(change.executeUpdate(sql)).isPositive();
            }
            return verified();
        } finally {
            connection.rollback();
        }
    }

    /** What is done to a row; each kind at a thousand positions. */
    private enum Kind {
        EDIT {
            @Override
            String at(long[] row, Random random) {
                String column = EDITED.get(random.nextInt(EDITED.size()));
                String changed = column.equals("timestamp")
                        ? "\"timestamp\" + interval '1 microsecond'"
                        : AuditTable.isNumber(column) || column.equals("seq")
                                ? "coalesce(" + column + ", 0) + 100000"
                                : "coalesce(" + column + ", '') || 'x'";
                return "UPDATE key_access_audit SET \"" + column + "\" = " + changed + where(row);
            }
        },
        DELETE {
            @Override
            String at(long[] row, Random random) {
                return "DELETE FROM key_access_audit" + where(row);
            }
        },
        INSERT {
            @Override
            String at(long[] row, Random random) {
                return "INSERT INTO key_access_audit SELECT \"timestamp\" + interval '1 microsecond', " + OTHERS
                        + " FROM key_access_audit" + where(row);
            }
        },
        REORDER {
            @Override
            String at(long[] row, Random random) {
                long seq = Math.max(row[1], 2);
                return "UPDATE key_access_audit SET seq = 2 * " + seq + " - 1 - seq WHERE writer = " + row[0]
                        + " AND seq IN (" + (seq - 1) + ", " + seq + ")";
            }
        };

        private static final List<String> EDITED = edited();
        private static final String OTHERS = EDITED.stream()
                .filter(column -> !column.equals("timestamp"))
                .map(column -> '"' + column + '"')
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();

        private static List<String> edited() {
            List<String> columns = new ArrayList<>(AuditTable.KEY_ACCESS.columns());
            Collections.addAll(columns, "seq", "prev_hash", "hash");
            return columns;
        }

        private static String where(long[] row) {
            return " WHERE writer = " + row[0] + " AND seq = " + row[1];
        }

        abstract String at(long[] row, Random random);
    }

    @ParameterizedTest
    @EnumSource
    void verify_changedRow_isFoundAtEachOfAThousandPositions(Kind kind) throws SQLException {
        Random random = new Random(7);
        List<long[]> positions = new ArrayList<>(rows);
        Collections.shuffle(positions, random);
        int found = 0;
        for (long[] row : positions.subList(0, POSITIONS)) {
            String change = kind.at(row, random);
            Verification verification = after(change);
            assertThat(verification.fault()).as(change).isNotNull();
            found++;
        }
        String change = kind.name().toLowerCase(Locale.ROOT);
        Proof.line("audit-tampering-" + change, change + " " + found + " of " + POSITIONS + " found");
    }

    /** What else could be changed: ends, beginnings, checkpoints, whole chains. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM key_access_audit WHERE seq > 300",
                "DELETE FROM key_access_audit",
                "DELETE FROM service_auth_audit",
                "DELETE FROM service_auth_audit WHERE seq = 3",
                "UPDATE service_auth_audit SET jti = 'x' WHERE seq = 3",
                "DELETE FROM audit_chain",
                "DELETE FROM audit_chain WHERE table_name = 'service_auth_audit'",
                "DELETE FROM audit_chain_end",
                "DELETE FROM audit_chain_end WHERE table_name = 'service_auth_audit'",
                "UPDATE audit_chain_end SET seq = seq - 1",
                "UPDATE audit_chain_end SET writer = writer + 1",
                "INSERT INTO audit_chain VALUES ('key_access_audit', 5, now())",
                "UPDATE audit_checkpoint SET heads = '[]'",
                "UPDATE audit_checkpoint SET at = '2026-03-01T12:00:00.000000Z' WHERE number = 3",
                "UPDATE audit_checkpoint SET number = number + 100 WHERE number > 3; DELETE FROM audit_chain_end",
            })
    void verify_changedEnds_isFound(String change) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE audit_chain_end DROP CONSTRAINT audit_chain_end_checkpoint_fkey");
            for (String sql : change.split("; ")) {
                assertThat(statement.executeUpdate(sql)).isPositive();
            }
            assertThat(verified().fault()).isNotNull();
        } finally {
            connection.rollback();
        }
    }

    /** A whole chain taken out, its beginning and its end with it. */
    @Test
    void verify_chainRemovedWithAllNotes_isFound() throws SQLException {
        String writer = " WHERE writer = " + rows.get(0)[0];
        assertThat(after(
                                "DELETE FROM key_access_audit" + writer,
                                "DELETE FROM audit_chain" + writer,
                                "DELETE FROM audit_chain_end" + writer)
                        .holds())
                .isFalse();
    }

    @Test
    void verify_anotherKey_doesNotHold() throws SQLException {
        byte[] other = AuditDatabase.KEY.clone();
        other[31] = 1;
        Chain stranger = new Chain(other, AuditTable.KEY_ACCESS.sql());
        assertThat(new PostgresVerifier(stranger, new CheckpointExport(null))
                        .verify(connection, new Exported(new HashMap<>(), null))
                        .holds())
                .isFalse();
        connection.rollback();
    }

    private static PostgresAuditLog.Settings exporting(Path file) {
        return new PostgresAuditLog.Settings(Duration.ofDays(1), Duration.ZERO, file);
    }

    /** All that came after a moment is taken back, checkpoints included: only the second place tells. */
    @Test
    void verify_backupPlayedBack_isFoundUpToTheLastExport() throws IOException {
        Path file = folder.resolve("export.jsonl");
        AuditDatabase live = AuditDatabase.migrated(PostgreSql.shared());
        try (AuditDatabase.Opened log = live.open(CLOCK, exporting(file))) {
            log.log().append(Events.read("1"));
        }
        AuditDatabase backup = live.copy();
        AuditDatabase.Opened log = live.open(CLOCK, exporting(file));
        log.log().append(Events.read("2"));
        log.log().checkpoint();
        assertThat(log.log().verify()).isEqualTo(new Verification(2, null));
        log.close();
        try (AuditDatabase.Opened played = backup.open(CLOCK, exporting(file))) {
            assertThat(played.log().verify().fault()).contains("Checkpoint 2", "export file");
            // Written on, so that the numbers are there again.
            played.log().append(Events.read("3"));
            played.log().checkpoint();
            played.log().append(Events.read("4"));
            played.log().checkpoint();
            assertThat(played.log().verify().fault()).contains("set back");
        }
        // The limit, which the documentation states: what came after the last export can be taken back unseen.
        Path early = folder.resolve("early.jsonl");
        Files.write(early, Files.readAllLines(file).subList(0, 1));
        try (AuditDatabase.Opened played = live.copy().open(CLOCK, exporting(early))) {
            assertThat(played.log().verify().holds()).isTrue();
        }
        Proof.line("audit-tampering-replayed-backup", "replayed backup found, up to the last exported checkpoint");
    }

    @Test
    void verify_cutTail_isFound() throws IOException {
        Path file = folder.resolve("tail.jsonl");
        AuditDatabase live = AuditDatabase.migrated(PostgreSql.shared());
        int found = 0;
        int tails = 10;
        try (AuditDatabase.Opened log = live.open(CLOCK, exporting(file))) {
            for (int i = 1; i <= tails; i++) {
                log.log().append(Events.read("request " + i));
                log.log().checkpoint();
            }
            for (int kept = tails - 1; kept >= 0; kept--) {
                String cut = "DELETE FROM key_access_audit WHERE seq > " + kept;
                live.sql(kept % 2 == 0 ? cut : cut + "; DELETE FROM audit_checkpoint WHERE number > " + kept);
                assertThat(log.log().verify().fault()).as(cut).isNotNull();
                found++;
            }
        }
        Proof.line("audit-tampering-cut-tail", "cut tail " + found + " of " + tails + " found");
    }
}
