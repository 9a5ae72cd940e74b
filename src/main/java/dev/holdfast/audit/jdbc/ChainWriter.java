package dev.holdfast.audit.jdbc;

import static dev.holdfast.audit.jdbc.Guard.guarded;

import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes this process's chain of one table in PostgreSQL, rows of many threads in one statement.
 *
 * <p>When the answer to a statement is lost, the chain's end is read over a new connection before anything is said: what is
 * there was written, what is not is written once more. When the server stays away, the rows remain in doubt, and the next
 * commit begins by looking for them. Thread-safe.
 */
final class ChainWriter {

    private final Database database;
    private final WriterLock lock;
    private final PostgresRows rows;
    private final Chain chain;
    private final Clock clock;
    private final GroupCommit<Batch> commits = new GroupCommit<>(this::commit);
    private final Lock writing = new ReentrantLock();

    // Guarded by writing.
    private long writer;
    private Head head = Head.START;
    private Instant last = Instant.MIN;
    private int connection;
    private int open;
    private @Nullable Doubt doubt;
    private final List<@Nullable Object[]> owed = new ArrayList<>();

    ChainWriter(Database database, WriterLock lock, PostgresRows rows, Chain chain, Clock clock) {
        this.database = database;
        this.lock = lock;
        this.rows = rows;
        this.chain = chain;
        this.clock = clock;
    }

    /** Rows of which nobody knows whether they were written, and the batches they were to fulfil. */
    private record Doubt(List<Batch> batches, List<ChainRow> rows) {}

    /** Work in a transaction that may add rows to the chain. */
    interface Work<T> {
        T with(Connection connection, Addition addition) throws SQLException;
    }

    /** Adds rows to the chain within a transaction. */
    final class Addition {

        private final Connection connection;
        private final List<ChainRow> added;

        Addition(Connection connection, List<ChainRow> added) {
            this.connection = connection;
            this.added = added;
        }

        /** Adds rows; the new end of the chain. */
        Head add(List<@Nullable Object[]> values) throws SQLException {
            return ChainWriter.this.add(connection, values, added);
        }

        /** The chain that they are added to. */
        ChainId id() {
            return new ChainId(rows.table(), writer);
        }
    }

    /** Returns when the rows are durable. */
    void write(Batch batch) {
        if (!batch.rows.isEmpty()) {
            commits.write(batch);
        }
    }

    private void commit(List<Batch> batches) {
        writing.lock();
        try {
            guarded(() -> {
                commitOnce(batches);
                return true;
            });
        } finally {
            writing.unlock();
        }
    }

    private void commitOnce(List<Batch> batches) throws SQLException {
        try {
            database.each(connection -> attempt(connection, batches));
        } catch (SQLException e) {
            if (doubt == null || doubt.batches() != batches) {
                throw e; // Nothing was sent, or the server said no.
            }
            database.each(another -> attempt(another, batches));
        }
    }

    private boolean attempt(Connection connection, List<Batch> batches) throws SQLException {
        if (resumed(connection, batches)) {
            return true;
        }
        List<@Nullable Object[]> values = new ArrayList<>(owed);
        batches.forEach(batch -> values.addAll(batch.rows));
        Doubt now = new Doubt(batches, chained(head, values));
        doubt = now;
        try {
            insert(connection, now.rows());
        } catch (SQLException | RuntimeException e) {
            if (!(e instanceof SQLException sql) || !Trouble.lost(sql)) {
                doubt = null; // The server said no: nothing was written.
            }
            throw e;
        }
        written(now);
        return true;
    }

    /** What is known after all: the rows of a doubt are there. */
    private void written(Doubt settled) {
        List<ChainRow> chained = settled.rows();
        head = chained.get(chained.size() - 1).head;
        doubt = null;
        owed.clear();
        int at = chained.size()
                - settled.batches().stream()
                        .mapToInt(batch -> batch.rows.size())
                        .sum();
        for (Batch batch : settled.batches()) {
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < batch.rows.size(); i++) {
                tickets.add(new Ticket(chained.get(at++).head.seq()));
            }
            open -= batch.settled.size();
            if (batch.opens) {
                batch.opened = tickets;
                open += tickets.size();
            }
        }
    }

    /**
     * Makes sure of the chain's end, where it may be another than we know.
     *
     * @return whether what these batches want is there already
     */
    private boolean resumed(Connection connection, List<Batch> batches) throws SQLException {
        if (writer != lock.number()) {
            begin();
        } else if (doubt != null || this.connection != lock.connections()) {
            return reread(connection, batches);
        }
        return false;
    }

    private void begin() {
        writer = lock.number();
        connection = lock.connections();
        head = Head.START;
        doubt = null;
        open = 0;
        owed.clear();
    }

    private boolean reread(Connection connection, List<Batch> batches) throws SQLException {
        PostgresRows.Tail tail = rows.tail(connection, writer, Math.max(head.seq(), 1));
        List<Head> known = head.seq() == 0 ? List.of() : List.of(head);
        Doubt doubted = doubt;
        boolean broken = !tail.rows().equals(known);
        boolean done = false;
        if (broken && doubted != null && tail.rows().equals(with(known, doubted))) {
            broken = false;
            done = doubted.batches() == batches;
            written(doubted);
            if (!done) {
                oweClosing(doubted);
            }
        }
        doubt = null;
        this.connection = lock.connections();
        if (tail.closed() || broken) {
            // Closed by others while we were away, who then also closed its decisions; or the server was set back.
            lock.renew(connection);
            begin();
        }
        return done;
    }

    private static List<Head> with(List<Head> known, Doubt doubted) {
        List<Head> all = new ArrayList<>(known);
        doubted.rows().forEach(row -> all.add(row.head));
        return all;
    }

    /** Decisions that were written although their callers were told that they were not. */
    private void oweClosing(Doubt found) {
        for (Batch batch : found.batches()) {
            if (batch.opens) {
                batch.rows.forEach(row -> owed.add(SqliteRows.interrupted(row)));
                open -= batch.rows.size();
            }
        }
    }

    private List<ChainRow> chained(Head from, List<@Nullable Object[]> values) {
        last = Collections.max(List.of(last, clock.instant()));
        Head before = from;
        Hasher hasher = chain.hasher();
        List<ChainRow> chained = new ArrayList<>();
        for (@Nullable Object[] each : values) {
            @Nullable Object[] stamped = AuditTable.stamped(each, last, writer);
            long seq = before.seq() + 1;
            Head after = new Head(seq, chain.hash(hasher, stamped, seq, before.hash()));
            chained.add(new ChainRow(stamped, before.hash(), after));
            before = after;
        }
        return chained;
    }

    private void insert(Connection connection, List<ChainRow> chained) throws SQLException {
        try {
            rows.insert(connection, chained);
        } catch (SQLException e) {
            if (!Trouble.noPartition(e)) {
                throw e;
            }
            Partitions.make(connection, last);
            rows.insert(connection, chained);
        }
    }

    /** Runs work in one transaction, which alone writes meanwhile; rows that it adds are committed with it. */
    <T> T transact(Work<T> work) {
        writing.lock();
        try {
            return guarded(() -> transactOnce(work));
        } finally {
            writing.unlock();
        }
    }

    private <T> T transactOnce(Work<T> work) throws SQLException {
        List<ChainRow> added = new ArrayList<>();
        try {
            T result = database.write(connection -> {
                resumed(connection, List.of());
                add(connection, owed, added);
                return work.with(connection, new Addition(connection, added));
            });
            if (!added.isEmpty()) {
                written(new Doubt(List.of(), added));
            }
            return result;
        } catch (SQLException e) {
            if (Trouble.lost(e) && !added.isEmpty()) {
                doubt = new Doubt(List.of(), added);
            }
            throw e;
        }
    }

    private Head add(Connection connection, List<@Nullable Object[]> values, List<ChainRow> added) throws SQLException {
        Head before = added.isEmpty() ? head : added.get(added.size() - 1).head;
        List<ChainRow> chained = chained(before, values);
        if (chained.isEmpty()) {
            return before;
        }
        added.addAll(chained);
        Partitions.make(connection, last); // A transaction cannot go on after a row that has no partition.
        rows.insert(connection, chained);
        return chained.get(chained.size() - 1).head;
    }

    /** The chain when it may be closed for good: it has rows, and neither open decisions nor rows in doubt. */
    Optional<ChainId> closable() {
        writing.lock();
        try {
            boolean closable =
                    writer == lock.number() && head.seq() > 0 && open == 0 && doubt == null && owed.isEmpty();
            return closable ? Optional.of(new ChainId(rows.table(), writer)) : Optional.empty();
        } finally {
            writing.unlock();
        }
    }
}
