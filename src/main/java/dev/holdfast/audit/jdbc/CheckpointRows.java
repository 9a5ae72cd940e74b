package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.jdbc.Checkpoint.Mark;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The statements about checkpoints and the ends of chains in PostgreSQL. */
final class CheckpointRows {

    /** Held by the one process that writes a checkpoint; the number is a name that nobody else uses. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(5210387412098346)";

    private static final String SELECT =
            "SELECT number, at, heads, prev_hash, hash FROM audit_checkpoint ORDER BY number";

    private CheckpointRows() {}

    /** Keeps others from writing a checkpoint until the transaction ends. */
    static void lock(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.execute();
        }
    }

    static Optional<Checkpoint> last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " DESC LIMIT 1");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(checkpoint(row)) : Optional.empty();
        }
    }

    /** Hands over all checkpoints, the oldest first. */
    static void read(Connection connection, Consumer<Checkpoint> consumer) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setFetchSize(PostgresRows.FETCHED);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    consumer.accept(checkpoint(row));
                }
            }
        }
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
    }

    static void insert(Connection connection, Checkpoint checkpoint) throws SQLException {
        String sql = "INSERT INTO audit_checkpoint (number, at, heads, prev_hash, hash) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, checkpoint.number());
            insert.setString(2, checkpoint.at());
            insert.setString(3, checkpoint.heads());
            insert.setString(4, checkpoint.previous());
            insert.setString(5, checkpoint.hash());
            insert.executeUpdate();
        }
    }

    /** Ends the chains that these marks close. */
    static void end(Connection connection, long checkpoint, List<Mark> marks) throws SQLException {
        String sql = "INSERT INTO audit_chain_end (table_name, writer, seq, hash, checkpoint) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Mark mark : marks) {
                if (mark.closed()) {
                    insert.setString(1, mark.table());
                    insert.setLong(2, mark.writer());
                    insert.setLong(3, mark.seq());
                    insert.setString(4, mark.hash());
                    insert.setLong(5, checkpoint);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Where the chains stand that nobody has ended. */
    static Map<ChainId, Head> heads(Connection connection) throws SQLException {
        Map<ChainId, Head> heads = new LinkedHashMap<>();
        for (AuditTable table : AuditTable.values()) {
            String sql = "SELECT c.writer, h.seq, h.hash FROM audit_chain c LEFT JOIN LATERAL (SELECT seq, hash FROM "
                    + table.sql() + " r WHERE r.writer = c.writer ORDER BY seq DESC LIMIT 1) h ON true"
                    + " WHERE c.table_name = ? AND NOT EXISTS (SELECT 1 FROM audit_chain_end e"
                    + " WHERE e.table_name = c.table_name AND e.writer = c.writer) ORDER BY c.writer";
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, table.sql());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ChainId id = new ChainId(table, row.getLong(1));
                        String hash = row.getString(3);
                        Optional<Head> head = hash == null
                                ? RetiredRows.end(connection, id)
                                : Optional.of(new Head(row.getLong(2), hash));
                        head.ifPresent(present -> heads.put(id, present));
                    }
                }
            }
        }
        return heads;
    }

    /** Of these writers those that are dead; they cannot come back before the transaction ends. */
    static Set<Long> held(Connection connection, Set<Long> writers) throws SQLException {
        Set<Long> held = new HashSet<>();
        String sql = "SELECT w FROM unnest(?::bigint[]) AS w WHERE pg_try_advisory_xact_lock(w)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("bigint", writers.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    held.add(row.getLong(1));
                }
            }
        }
        return held;
    }
}
