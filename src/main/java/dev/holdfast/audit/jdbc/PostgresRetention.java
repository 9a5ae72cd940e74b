package dev.holdfast.audit.jdbc;

import static dev.holdfast.audit.jdbc.Guard.guarded;

import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.Retention;
import dev.holdfast.audit.Verification;
import dev.holdfast.audit.jdbc.AuditArchive.Whole;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The retention of the audit in a PostgreSQL database, under the login of the tables' owner.
 *
 * <p>A part is dropped in the transaction that notes its archive, which was read back and proven before. Whatever happens
 * before that leaves the part as it was, and at most a file that the next run writes again. Used by one thread.
 */
public final class PostgresRetention implements Retention {

    private final Database database;
    private final byte[] key;
    private final Chain chain;
    private final Settings settings;
    private final Clock clock;
    private final FaultPoints steps;

    private PostgresRetention(
            Database database, byte[] key, Chain chain, Settings settings, Clock clock, FaultPoints steps) {
        this.database = database;
        this.key = key;
        this.chain = chain;
        this.settings = settings;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * What is kept, and where the rest goes.
     *
     * @param days how many whole days are kept before today, 1 or more
     * @param folder of the archives; made when it is missing
     * @param export the file that checkpoints are exported to, held against the database first; null for none
     */
    public record Settings(int days, Path folder, @Nullable Path export) {}

    /**
     * Opens the database.
     *
     * @param owner who owns the tables
     * @param key that the audit is written under, 32 bytes
     * @throws AuditException when the server cannot be reached, or its tables are not those of this
     *     version
     */
    public static PostgresRetention open(Login owner, byte[] key, Settings settings, Clock clock, FaultPoints steps) {
        return guarded(() -> {
            Database database = Postgres.openPatient(owner);
            try {
                AuditSchema.require(database);
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
            Chain chain = new Chain(key, AuditTable.KEY_ACCESS.sql());
            return new PostgresRetention(database, key.clone(), chain, settings, clock, steps);
        });
    }

    @Override
    public List<Part> due() {
        List<Part> due = new ArrayList<>();
        for (DayPart part : guarded(() -> database.read(this::dueParts))) {
            long rows = guarded(() -> database.read(part::count));
            due.add(new Part(part.table().sql(), part.day(), rows, null));
        }
        return due;
    }

    private List<DayPart> dueParts(Connection connection) throws SQLException {
        LocalDate oldest = Partitions.day(clock.instant()).minusDays(settings.days());
        return DayPart.before(connection, oldest);
    }

    @Override
    public Verification run(Consumer<Part> done) {
        return guarded(() -> {
            Verification[] result = {new Verification(0, null)};
            database.each(connection -> {
                lock(connection);
                try {
                    result[0] = retireDue(done);
                } catch (IOException e) {
                    throw folderTrouble();
                } finally {
                    unlock(connection);
                }
                return true;
            });
            return result[0];
        });
    }

    private static AuditException folderTrouble() {
        return new AuditException(
                "The folder of the archives cannot be written.",
                "Check its rights and free space there, then call again.");
    }

    private Verification retireDue(Consumer<Part> done) throws SQLException, IOException {
        List<DayPart> due = database.read(this::dueParts);
        Verification all = due.isEmpty()
                ? new Verification(0, null)
                : new PostgresVerifier(chain, new CheckpointExport(settings.export())).verify(database);
        if (!all.holds()) {
            return new Verification(0, all.fault());
        }
        long rows = 0;
        for (DayPart part : due) {
            try {
                Part gone = retire(part);
                rows += gone.rows();
                done.accept(gone);
            } catch (Fault e) {
                return new Verification(rows, e.sentence());
            }
        }
        return new Verification(rows, null);
    }

    /** One run at a time, whoever runs it: the number is a name that nobody else uses. */
    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_try_advisory_lock(5210387412098347)");
                ResultSet row = select.executeQuery()) {
            if (!row.next() || !row.getBoolean(1)) {
                throw new AuditException("Another run of the retention is under way.", "Call again when it is done.");
            }
        }
    }

    private static void unlock(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_advisory_unlock(5210387412098347)")) {
            select.execute();
        }
    }

    private Part retire(DayPart part) throws SQLException, IOException {
        ArchiveHeader header = database.snapshot(connection -> {
            RetiredRows.Notes notes = RetiredRows.read(connection, chain);
            return part.header(connection, notes.seals().getOrDefault(part.table(), Chain.GENESIS));
        });
        if (header.rows() == 0) {
            drop(part, header, null);
            return new Part(header.table(), part.day(), 0, null);
        }
        Path file = folder().resolve(part.file());
        archive(part, header, file);
        Whole whole = AuditArchive.read(file, key);
        if (!whole.header().equals(header)) {
            throw new Fault("The archive of " + part.name() + " is not what was written.");
        }
        steps.reached("archive.proven");
        drop(part, header, whole.seal());
        steps.reached("partition.dropped");
        return new Part(header.table(), part.day(), header.rows(), file);
    }

    private Path folder() throws IOException {
        return Files.createDirectories(
                settings.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void archive(DayPart part, ArchiveHeader header, Path file) throws SQLException, IOException {
        ArchiveFile archive = new ArchiveFile(file, chain);
        try (archive) {
            archive.line(header);
            database.snapshot(connection -> part.write(connection, archive));
            steps.reached("archive.rows.written");
            var unused = archive.seal();
        } catch (RowsNotWritten e) {
            throw e.cause();
        }
        steps.reached("archive.sealed");
        archive.publish();
        steps.reached("archive.published");
    }

    /** Notes the archive and drops the part in one transaction; who reads the table for long makes it give up. */
    private void drop(DayPart part, ArchiveHeader header, @Nullable String seal) throws SQLException {
        database.change(connection -> {
            part.lock(connection);
            if (part.count(connection) != header.rows()) {
                throw new Fault("Rows were added to " + part.name() + " while it was archived; run it again.");
            }
            if (seal != null) {
                note(connection, part, header, seal);
            }
            part.drop(connection);
            steps.reached("partition.noted");
        });
    }

    private void note(Connection connection, DayPart part, ArchiveHeader header, String seal) throws SQLException {
        RetiredRows.Notes notes = RetiredRows.read(connection, chain);
        for (ArchiveHeader.Span span : header.chains()) {
            Head start = notes.ends().getOrDefault(new ChainId(part.table(), span.writer()), Head.START);
            if (!start.equals(span.before())) {
                throw new Fault("In " + part.name() + ": chain " + span.writer()
                        + " does not go on where its archived rows end.");
            }
        }
        String at = AuditTable.TIME.format(clock.instant());
        RetiredRows.insert(connection, Retired.of(chain, notes.last(), header, at, part.file(), seal));
        part.forgetEnded(connection, header);
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        database.close();
    }
}
