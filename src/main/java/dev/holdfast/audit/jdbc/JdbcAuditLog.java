package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Verification;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The audit log in a SQLite file: one chain for all processes, rows of many threads in one commit.
 *
 * <p>Thread-safe, and safe for several processes.
 */
public final class JdbcAuditLog implements AuditLog {

    private final Database database;
    private final AuditRows rows;
    private final Writers writers;
    private final GroupCommit<Batch> commits;

    private JdbcAuditLog(Database database, AuditRows rows, Writers writers) {
        this.database = database;
        this.rows = rows;
        this.writers = writers;
        this.commits = new GroupCommit<>(this::commit);
    }

    /**
     * Opens the log, making its tables when they are missing, and closes the decisions that dead processes left open.
     *
     * @param liveness the file by which processes see which others are alive
     * @param key of 32 bytes, for the hashes
     * @throws AuditException when the database cannot be read or written
     */
    public static JdbcAuditLog open(Database database, Path liveness, byte[] key, Clock clock, SecureRandom random) {
        Chain chain = new Chain(key);
        return guarded(() -> {
            AuditTables.make(database, chain);
            Writers writers = Writers.join(liveness, random);
            AuditRows rows = new AuditRows(chain, clock, writers.number());
            JdbcAuditLog log = new JdbcAuditLog(database, rows, writers);
            log.closeInterrupted();
            return log;
        });
    }

    /** Rows that are committed together, and the tickets that come of them or are settled by them. */
    private static final class Batch {

        private final List<AuditEvent> events;
        private final List<Ticket> settled;
        private final boolean opens;
        private List<Ticket> opened = List.of();

        Batch(List<AuditEvent> events, List<Ticket> settled, boolean opens) {
            this.events = List.copyOf(events);
            this.settled = List.copyOf(settled);
            this.opens = opens;
        }
    }

    @Override
    public void append(List<AuditEvent> events) {
        commits.write(new Batch(events, List.of(), false));
    }

    @Override
    public List<Ticket> open(List<AuditEvent> decisions) {
        Batch batch = new Batch(decisions, List.of(), true);
        commits.write(batch);
        return batch.opened;
    }

    @Override
    public void settle(List<Ticket> tickets, List<AuditEvent> outcomes) {
        commits.write(new Batch(outcomes, tickets, false));
    }

    private void commit(List<Batch> batches) {
        guarded(() -> database.write(connection -> {
            AuditRows.Head head = rows.head(connection);
            for (Batch batch : batches) {
                List<Ticket> tickets = new ArrayList<>();
                for (AuditEvent event : batch.events) {
                    head = rows.insert(connection, event, head);
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
        if (database.read(rows::left).isEmpty()) {
            return;
        }
        // Asked again under the write lock: another process may be closing the same ones.
        database.change(connection -> {
            AuditRows.Head head = rows.head(connection);
            for (AuditRows.Open open : rows.left(connection)) {
                if (!alive(open.writer())) {
                    head = rows.interrupt(connection, open, head);
                }
            }
            rows.save(connection, head);
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
    public void read(AuditQuery query, Consumer<AuditRow> consumer) {
        guarded(() -> database.read(connection -> {
            rows.read(connection, query, consumer);
            return true;
        }));
    }

    @Override
    public Verification verify() {
        // The rows and the end of the chain as of one moment: others may be writing.
        return guarded(() -> database.snapshot(rows::verify));
    }

    /** Work that a database or a disk may fail. */
    private interface Guarded<T> {
        T run() throws SQLException, IOException;
    }

    private static <T> T guarded(Guarded<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new AuditException(trouble.problem(), trouble.hint());
        } catch (IOException e) {
            throw new AuditException(Trouble.UNREACHABLE.problem(), Trouble.UNREACHABLE.hint());
        }
    }

    /** Leaves the database open: whoever opened it closes it. */
    @Override
    public void close() {
        guarded(() -> {
            writers.close();
            return true;
        });
    }
}
