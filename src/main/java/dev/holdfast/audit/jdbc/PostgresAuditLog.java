package dev.holdfast.audit.jdbc;

import static dev.holdfast.audit.jdbc.Guard.guarded;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.AuthQuery;
import dev.holdfast.audit.Verification;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log in a PostgreSQL database: a chain a process and table, rows of many threads in one statement, and signed
 * checkpoints over the ends of all chains.
 *
 * <p>Thread-safe, and safe for any number of processes.
 */
public final class PostgresAuditLog implements AuditLog {

    /** In the order of {@link PostgresRows#read}; the place as {@link AuditQuery.Place} writes it. */
    private static final String BEHIND = "(key_access_audit.\"timestamp\", writer, seq) > (SELECT"
            + " split_part(place, '_', 1)::timestamptz, split_part(place, '_', 2)::bigint,"
            + " split_part(place, '_', 3)::bigint FROM (SELECT ?::text AS place) AS given)";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAuditLog.class);

    private final Database database;
    private final Database writing;
    private final PostgresRows accessRows;
    private final PostgresRows loginRows;
    private final ChainWriter accesses;
    private final ChainWriter logins;
    private final Checkpoints checkpoints;
    private final PostgresVerifier verifier;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "checkpoints");
        daemon.setDaemon(true);
        return daemon;
    });

    private PostgresAuditLog(
            Database database, Database writing, WriterLock lock, byte[] key, Settings settings, Clock clock) {
        this.database = database;
        this.writing = writing;
        this.clock = clock;
        Chain chain = new Chain(key, AuditTable.KEY_ACCESS.sql());
        CheckpointExport export = new CheckpointExport(settings.export());
        accessRows = new PostgresRows(AuditTable.KEY_ACCESS);
        loginRows = new PostgresRows(AuditTable.SERVICE_AUTH);
        accesses = new ChainWriter(writing, lock, accessRows, chain, clock);
        logins = new ChainWriter(writing, lock, loginRows, chain.named(AuditTable.SERVICE_AUTH.sql()), clock);
        DeadChains dead = new DeadChains(accessRows, settings.afterStart());
        checkpoints = new Checkpoints(database, lock, accesses, logins, dead, export, chain, clock);
        verifier = new PostgresVerifier(chain, export);
    }

    /**
     * How the log keeps itself.
     *
     * @param checkpoints how often a checkpoint is written, by whichever process comes first
     * @param afterStart how long after a start of the server all processes are taken to be alive, so that they find their
     *     way back
     * @param export the file that checkpoints are added to as well, best on another machine; null for none
     */
    public record Settings(
            Duration checkpoints,
            Duration afterStart,
            @Nullable Path export) {

        /** A checkpoint a minute, half a minute to come back, no export. */
        public static final Settings DEFAULT = new Settings(Duration.ofMinutes(1), Duration.ofSeconds(30), null);
    }

    /**
     * Opens the log. Where the database is empty and the login may make tables, they are made.
     *
     * <p>What dead processes left open is closed in the background, and by the next checkpoint at the latest.
     *
     * @param database for reads; stays open when the log is closed
     * @param login for the one connection that writes
     * @param key of 32 bytes, for the hashes; the same for all processes
     * @throws AuditException when the server cannot be reached, or its tables are not those of this version
     */
    public static PostgresAuditLog open(
            Database database, Login login, byte[] key, Settings settings, Clock clock, SecureRandom random) {
        return guarded(() -> {
            AuditSchema.check(database, login);
            requireSameKey(database, key);
            WriterLock lock = new WriterLock(random);
            Database writing = Postgres.openSingle(login, lock::prepare);
            PostgresAuditLog log = new PostgresAuditLog(database, writing, lock, key, settings, clock);
            log.begin(settings.checkpoints());
            return log;
        });
    }

    /** Rows under two keys could be proven by neither: who has another is told before it writes the first. */
    private static void requireSameKey(Database database, byte[] key) throws SQLException {
        Chain ours = new Chain(key, AuditTable.KEY_ACCESS.sql());
        Optional<Checkpoint> last = database.read(CheckpointRows::last);
        if (last.isPresent() && !last.get().holds(ours)) {
            throw new AuditException(
                    "The audit in the database was begun under the key of another store, or its last checkpoint was changed.",
                    "Give this store a database of its own, or configure the store that the audit was begun with.");
        }
    }

    private void begin(Duration period) {
        thread.execute(() -> inBackground(checkpoints::writeForDead));
        var unused = thread.scheduleAtFixedRate(
                // Whose turn comes a little early does it all the same.
                () -> inBackground(() -> checkpoints.writeWhenDue(period.dividedBy(2))),
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whatever goes wrong here goes wrong again where somebody waits for it, and is told there. */
    private void inBackground(Runnable checkpoint) {
        try {
            makePartitions();
            checkpoint.run();
        } catch (AuditException | SQLException e) {
            LOG.info("A checkpoint of the audit could not be written; it is tried again.");
        } catch (RuntimeException e) {
            LOG.warn("A checkpoint of the audit could not be written; it is tried again.", e);
        }
    }

    private void makePartitions() throws SQLException {
        Instant now = clock.instant();
        database.each(connection -> {
            Partitions.make(connection, now);
            Partitions.make(connection, now.plus(1, ChronoUnit.DAYS));
            return true;
        });
    }

    @Override
    public void append(List<AuditEvent> events) {
        accesses.write(Batch.of(SqliteAuditLog.values(events)));
    }

    @Override
    public List<Ticket> open(List<AuditEvent> decisions) {
        Batch batch = Batch.opening(SqliteAuditLog.values(decisions));
        accesses.write(batch);
        return batch.opened;
    }

    @Override
    public void settle(List<Ticket> tickets, List<AuditEvent> outcomes) {
        accesses.write(Batch.settling(tickets, SqliteAuditLog.values(outcomes)));
    }

    @Override
    public void append(AuthEvent event) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(AuditTable.values(event));
        logins.write(Batch.of(rows));
    }

    @Override
    public void read(AuditQuery query, Consumer<AuditRow> rows) {
        AuditQuery.Place behind = Condition.behind(query);
        List<Condition> conditions = Condition.of(
                query, since(query.since()), new Condition(BEHIND, behind == null ? null : behind.toString()));
        read(accessRows, rows, conditions, Condition.limit(query));
    }

    @Override
    public void read(AuthQuery query, Consumer<AuditRow> rows) {
        Condition service = new Condition("service_name = ?", query.service());
        read(loginRows, rows, List.of(since(query.since()), service), "");
    }

    private static Condition since(@Nullable Instant since) {
        return new Condition("\"timestamp\" >= ?::timestamptz", since == null ? null : AuditTable.TIME.format(since));
    }

    private void read(PostgresRows table, Consumer<AuditRow> rows, List<Condition> conditions, String limit) {
        guarded(() -> database.snapshot(connection -> {
            table.read(connection, conditions, limit, rows);
            return true;
        }));
    }

    @Override
    public Verification verify() {
        return guarded(() -> verifier.verify(database));
    }

    @Override
    public void checkpoint() {
        checkpoints.write();
    }

    /** Closes the chains of this process by a last checkpoint. Leaves the database for reads open. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(Postgres.ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
            checkpoints.writeLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (AuditException e) {
            LOG.info("The last checkpoint of the audit could not be written; the next process closes the chain.");
        } finally {
            writing.close();
        }
    }
}
