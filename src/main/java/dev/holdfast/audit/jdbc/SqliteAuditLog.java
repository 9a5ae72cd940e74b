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
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in a SQLite file: one chain a table for all processes, rows of many threads in one commit.
 *
 * <p>Thread-safe, and safe for several processes.
 */
public final class SqliteAuditLog implements AuditLog {

    private final Database database;
    private final SqliteRows accesses;
    private final SqliteRows logins;
    private final Writers writers;
    private final GroupCommit<Batch> accessCommits;
    private final GroupCommit<Batch> loginCommits;

    private SqliteAuditLog(Database database, SqliteRows accesses, SqliteRows logins, Writers writers) {
        this.database = database;
        this.accesses = accesses;
        this.logins = logins;
        this.writers = writers;
        this.accessCommits = new GroupCommit<>(batches -> commit(accesses, batches));
        this.loginCommits = new GroupCommit<>(batches -> commit(logins, batches));
    }

    /**
     * Opens the log, making its tables when they are missing, and closes the decisions that dead processes left open.
     *
     * @param liveness the file by which processes see which others are alive
     * @param key of 32 bytes, for the hashes
     * @throws AuditException when the database cannot be read or written
     */
    public static SqliteAuditLog open(Database database, Path liveness, byte[] key, Clock clock, SecureRandom random) {
        Chain main = new Chain(key, Chain.MAIN);
        Chain auth = main.named(AuditTable.SERVICE_AUTH.sql());
        return guarded(() -> {
            SqliteTables.make(database, List.of(main, auth));
            Writers writers = Writers.join(liveness, random);
            SqliteRows accesses = new SqliteRows(AuditTable.KEY_ACCESS, main, clock, writers.number());
            SqliteRows logins = new SqliteRows(AuditTable.SERVICE_AUTH, auth, clock, writers.number());
            SqliteAuditLog log = new SqliteAuditLog(database, accesses, logins, writers);
            log.closeInterrupted();
            return log;
        });
    }

    /**
     * Keeps other processes from opening the log, until it is closed.
     *
     * @param liveness as in {@link #open}
     * @throws AuditException when one has it open
     */
    public static AutoCloseable alone(Path liveness) {
        return guarded(() -> Writers.alone(liveness));
    }

    @Override
    public void append(List<AuditEvent> events) {
        accessCommits.write(Batch.of(values(events)));
    }

    @Override
    public List<Ticket> open(List<AuditEvent> decisions) {
        Batch batch = Batch.opening(values(decisions));
        accessCommits.write(batch);
        return batch.opened;
    }

    @Override
    public void settle(List<Ticket> tickets, List<AuditEvent> outcomes) {
        accessCommits.write(Batch.settling(tickets, values(outcomes)));
    }

    @Override
    public void append(AuthEvent event) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(AuditTable.values(event));
        loginCommits.write(Batch.of(rows));
    }

    static List<@Nullable Object[]> values(List<AuditEvent> events) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        events.forEach(event -> rows.add(AuditTable.values(event)));
        return rows;
    }

    private void commit(SqliteRows rows, List<Batch> batches) {
        guarded(() -> database.write(connection -> {
            Head head = rows.head(connection);
            for (Batch batch : batches) {
                List<Ticket> tickets = new ArrayList<>();
                for (@Nullable Object[] values : batch.rows) {
                    head = rows.insert(connection, values, head);
                    tickets.add(new Ticket(head.seq()));
                }
                if (batch.opens) {
                    rows.open(connection, tickets);
                    batch.opened = tickets;
                }
                rows.settle(connection, batch.settled);
            }
            rows.save(connection, head);
            return head;
        }));
    }

    private void closeInterrupted() throws SQLException {
        if (database.read(accesses::left).isEmpty()) {
            return;
        }
        // Asked again under the write lock: another process may be closing the same ones.
        database.change(connection -> {
            Head head = accesses.head(connection);
            for (SqliteRows.Open open : accesses.left(connection)) {
                if (!alive(open.writer())) {
                    head = accesses.interrupt(connection, open, head);
                }
            }
            accesses.save(connection, head);
        });
    }

    private boolean alive(long writer) {
        try {
            return writers.alive(writer);
        } catch (IOException e) {
            return true; // Not known to be dead: a later start asks again.
        }
    }

    @Override
    public void read(AuditQuery query, Consumer<AuditRow> rows) {
        AuditQuery.Place behind = Condition.behind(query);
        List<Condition> conditions = Condition.of(
                query,
                since(query.since()),
                new Condition("seq > CAST(? AS INTEGER)", behind == null ? null : Long.toString(behind.seq())));
        read(accesses, rows, conditions, Condition.limit(query));
    }

    @Override
    public void read(AuthQuery query, Consumer<AuditRow> rows) {
        Condition service = new Condition("service_name = ?", query.service());
        read(logins, rows, List.of(since(query.since()), service), "");
    }

    private static Condition since(@Nullable Instant since) {
        return new Condition("timestamp >= ?", since == null ? null : AuditTable.TIME.format(since));
    }

    private void read(SqliteRows table, Consumer<AuditRow> rows, List<Condition> conditions, String limit) {
        guarded(() -> database.read(connection -> {
            table.read(connection, conditions, limit, rows);
            return true;
        }));
    }

    @Override
    public Verification verify() {
        // The rows and the ends of the chains as of one moment: others may be writing.
        return guarded(() -> database.snapshot(connection -> {
            Verification accesses = this.accesses.verify(connection);
            if (!accesses.holds()) {
                return accesses;
            }
            Verification logins = this.logins.verify(connection);
            String fault = logins.fault();
            return new Verification(
                    accesses.rows() + logins.rows(), fault == null ? null : "In service_auth_audit: " + fault);
        }));
    }

    /** Nothing to do: each commit signs the end of the chain. */
    @Override
    public void checkpoint() {}

    /** Leaves the database open: whoever opened it closes it. */
    @Override
    public void close() {
        guarded(() -> {
            writers.close();
            return true;
        });
    }
}
