package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.Proof;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Retention.Part;
import dev.holdfast.audit.Status;
import dev.holdfast.audit.Verification;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three days of two processes, of which one writes over both midnights; a day is kept. */
@Tag("proof")
@RequiresService(Service.POSTGRESQL)
final class PostgresRetentionIT {

    private static final int ROWS_A_DAY = 13;

    private final TestClock clock = new TestClock();
    private AuditDatabase database;
    private AuditDatabase.Opened lasting;

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        database = AuditDatabase.migrated(PostgreSql.shared());
        lasting = database.open(clock);
        for (int day = 1; day <= 3; day++) {
            try (AuditDatabase.Opened brief = database.open(clock)) {
                for (int i = 0; i < 4; i++) {
                    brief.log().append(Events.read("brief " + day + " " + i));
                    lasting.log().append(Events.read("lasting " + day + " " + i));
                    lasting.log().append(Events.read("lasting more " + day + " " + i));
                    clock.advance(Duration.ofMinutes(1));
                }
                brief.log()
                        .append(new AuthEvent("login " + day, "jules", "login", Status.DONE, null, null, null, null));
            }
            if (day < 3) {
                clock.advance(Duration.ofDays(1));
            }
        }
        assertThat(lasting.log().verify()).isEqualTo(new Verification(3 * ROWS_A_DAY, null));
    }

    @AfterEach
    void close() {
        lasting.close();
    }

    private PostgresRetention retention(int days, FaultPoints steps) {
        var settings = new PostgresRetention.Settings(days, folder.resolve("archive"), null);
        return PostgresRetention.open(database.owner(), AuditDatabase.KEY, settings, clock, steps);
    }

    private Verification run(int days) {
        try (PostgresRetention retention = retention(days, FaultPoints.NONE)) {
            return retention.run(part -> {});
        }
    }

    private List<String> partitions() {
        return database.column("SELECT relname FROM pg_class WHERE relname ~ '_audit_[0-9]{8}$' AND relkind = 'r'"
                + " ORDER BY relname");
    }

    private Path archive(String name) {
        return folder.resolve("archive").resolve(name + ".jsonl.gz");
    }

    private static Verification proven(Path... archives) {
        return AuditArchive.verify(List.of(archives), AuditDatabase.KEY);
    }

    @Test
    void due_dryRun_tellsTheDaysAndChangesNothing() {
        try (PostgresRetention retention = retention(1, FaultPoints.NONE)) {
            assertThat(retention.due())
                    .extracting(part -> part.table() + " " + part.day() + " " + part.rows())
                    .containsExactly("key_access_audit 2026-03-01 12", "service_auth_audit 2026-03-01 1");
        }
        assertThat(run(2)).isEqualTo(new Verification(0, null));
        assertThat(partitions()).contains("key_access_audit_20260301");
        assertThat(folder.resolve("archive")).doesNotExist();
    }

    @Test
    void run_oldDay_isArchivedProvenAndDropped() throws IOException {
        List<Part> gone = new ArrayList<>();
        try (PostgresRetention retention = retention(1, FaultPoints.NONE)) {
            assertThat(retention.run(gone::add)).isEqualTo(new Verification(ROWS_A_DAY, null));
        }
        Path archive = archive("key_access_audit-2026-03-01");
        assertThat(gone).extracting(Part::archive).containsExactly(archive, archive("service_auth_audit-2026-03-01"));
        assertThat(partitions()).doesNotContain("key_access_audit_20260301", "service_auth_audit_20260301");
        assertThat(proven(archive)).isEqualTo(new Verification(12, null));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        assertThat(lasting.log().verify()).isEqualTo(new Verification(2 * ROWS_A_DAY, null));
    }

    /** The next run takes up where the last one ended; processes write on. */
    @Test
    void run_dayAfterDay_joinsAndTheAuditGoesOn() {
        assertThat(run(1).holds()).isTrue();
        clock.advance(Duration.ofDays(1));
        lasting.log().append(Events.read("later"));
        lasting.log().checkpoint();
        assertThat(run(1)).isEqualTo(new Verification(ROWS_A_DAY, null));
        assertThat(lasting.log().verify()).isEqualTo(new Verification(ROWS_A_DAY + 1, null));
        Path first = archive("key_access_audit-2026-03-01");
        Path second = archive("key_access_audit-2026-03-02");
        assertThat(proven(first, second)).isEqualTo(new Verification(24, null));
        assertThat(proven(second, first).fault()).contains("does not follow");
        assertThat(run(1)).isEqualTo(new Verification(0, null));
        // The chains that were archived whole need no notes any more; those that go on keep theirs.
        assertThat(database.column("SELECT count(*) FROM audit_chain WHERE table_name = 'key_access_audit'"))
                .containsExactly("2");
    }

    @Test
    void run_archiveMissingInBetween_isFound() {
        assertThat(run(1).holds()).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(run(1).holds()).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(run(1).holds()).isTrue();
        assertThat(proven(archive("key_access_audit-2026-03-01"), archive("key_access_audit-2026-03-03"))
                        .fault())
                .contains("does not follow the archive of 2026-03-01");
    }

    /** A process that wrote long ago, and lives. */
    @Test
    void checkpoint_chainWhoseRowsAreAllArchived_isStillKnownAndCloses() {
        clock.advance(Duration.ofDays(1));
        lasting.log().checkpoint();
        try (AuditDatabase.Opened other = database.open(clock)) {
            other.log().append(Events.read("other"));
            clock.advance(Duration.ofDays(1));
            database.makePartitions(LocalDate.parse("2026-03-05"));
            assertThat(run(1).holds()).isTrue();
            other.log().checkpoint();
            assertThat(other.log().verify()).isEqualTo(new Verification(1, null));
            lasting.close();
            assertThat(other.log().verify()).isEqualTo(new Verification(1, null));
            assertThat(run(1).holds()).isTrue();
            lasting = database.open(clock);
            lasting.log().append(Events.read("again"));
            assertThat(other.log().verify()).isEqualTo(new Verification(2, null));
        }
    }

    /** Stops a run where it is told to. */
    private static final class Crash extends RuntimeException {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "archive.rows.written",
                "archive.sealed",
                "archive.published",
                "archive.proven",
                "partition.noted",
                "partition.dropped"
            })
    void run_crashAtAStep_losesNothingAndIsRepeated(String step) {
        FaultPoints crash = reached -> {
            if (reached.equals(step)) {
                throw new Crash();
            }
        };
        try (PostgresRetention retention = retention(1, crash)) {
            assertThatThrownBy(() -> retention.run(part -> {})).isInstanceOf(Crash.class);
        }
        boolean dropped = step.equals("partition.dropped");
        assertThat(lasting.log().verify()).isEqualTo(new Verification(3 * ROWS_A_DAY - (dropped ? 12 : 0), null));
        assertThat(run(1)).isEqualTo(new Verification(dropped ? 1 : ROWS_A_DAY, null));
        assertThat(lasting.log().verify()).isEqualTo(new Verification(2 * ROWS_A_DAY, null));
        assertThat(proven(archive("key_access_audit-2026-03-01"))).isEqualTo(new Verification(12, null));
        assertThat(folder.resolve("archive").toFile().list())
                .containsExactlyInAnyOrder(
                        "key_access_audit-2026-03-01.jsonl.gz", "service_auth_audit-2026-03-01.jsonl.gz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE key_access_audit SET reason = 'x' WHERE request_id = 'brief 1 2'",
                "DELETE FROM key_access_audit WHERE request_id = 'brief 1 2'",
                "DELETE FROM key_access_audit WHERE request_id LIKE 'brief 1%'",
                "UPDATE key_access_audit SET reason = 'x' WHERE request_id = 'brief 3 2'"
            })
    void run_faultInTheAudit_dropsNothing(String change) {
        database.sql(change);
        List<String> before = partitions();
        Verification verification = run(1);
        assertThat(verification.holds()).isFalse();
        assertThat(verification.rows()).isZero();
        assertThat(partitions()).isEqualTo(before);
    }

    @Test
    void verify_notesOfArchivesChanged_isFound() {
        assertThat(run(1).holds()).isTrue();
        for (String change : List.of(
                "UPDATE audit_retired SET chains = '[]' WHERE number = 1",
                "UPDATE audit_retired SET rows = 1 WHERE number = 1",
                "DELETE FROM audit_retired WHERE number = 1",
                "DELETE FROM audit_retired WHERE number = 2",
                "DELETE FROM audit_retired")) {
            database.sql("CREATE TABLE kept AS TABLE audit_retired", change);
            assertThat(lasting.log().verify().holds()).as(change).isFalse();
            database.sql("TRUNCATE audit_retired", "INSERT INTO audit_retired SELECT * FROM kept", "DROP TABLE kept");
        }
        assertThat(lasting.log().verify().holds()).isTrue();
    }

    @Test
    void verify_archiveChangedAtAnyPlace_isFound() throws IOException {
        assertThat(run(1).holds()).isTrue();
        Path archive = archive("key_access_audit-2026-03-01");
        byte[] whole;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            whole = in.readAllBytes();
        }
        Random random = new Random(11);
        int found = 0;
        int places = 1000;
        Path changed = folder.resolve("changed.jsonl.gz");
        for (int i = 0; i < places; i++) {
            byte[] bytes = whole.clone();
            int place = random.nextInt(bytes.length - 1);
            bytes[place] ^= 1;
            try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(changed))) {
                out.write(bytes);
            }
            assertThat(proven(changed).holds()).as("place %s", place).isFalse();
            found++;
        }
        byte[] other = AuditDatabase.KEY.clone();
        other[0] = 1;
        assertThat(AuditArchive.verify(List.of(archive), other).holds()).isFalse();
        byte[] packed = Files.readAllBytes(archive);
        Files.write(changed, Arrays.copyOf(packed, packed.length / 2));
        assertThat(proven(changed).fault()).contains("torn");
        assertThat(proven(folder.resolve("missing.jsonl.gz")).fault()).contains("missing");
        Proof.line("audit-archive-tampering", found + " of " + places + " found");
    }

    @Test
    void run_underTheRoleOfTheApplication_isRefused() {
        var settings = new PostgresRetention.Settings(1, folder.resolve("archive"), null);
        try (PostgresRetention retention =
                PostgresRetention.open(database.app(), AuditDatabase.KEY, settings, clock, FaultPoints.NONE)) {
            AuditException refused = catchThrowableOfType(AuditException.class, () -> retention.run(part -> {}));
            assertThat(refused.problem()).contains("right");
        }
        assertThat(partitions()).contains("key_access_audit_20260301");
    }
}
