package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.Verification;
import dev.holdfast.audit.jdbc.Checkpoint.Mark;
import dev.holdfast.audit.jdbc.CheckpointExport.Exported;
import dev.holdfast.sql.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes everything that is signed in the audit of a PostgreSQL database, as of one moment: all rows of all chains, all
 * checkpoints, the ends that they name, and the export file.
 */
final class PostgresVerifier {

    private final Chain key;
    private final CheckpointExport export;

    PostgresVerifier(Chain key, CheckpointExport export) {
        this.key = key;
        this.export = export;
    }

    Verification verify(Database database) throws SQLException, IOException {
        // Before the snapshot: what is exported then is in the table by then.
        Exported exported = export.read(key);
        return database.snapshot(connection -> {
            lock(connection);
            return verify(connection, exported);
        });
    }

    /** Before the first look, from which on the snapshot stands still: no part of a table may be dropped after it. */
    private static void lock(Connection connection) throws SQLException {
        for (AuditTable table : AuditTable.values()) {
            try (PreparedStatement lock =
                    connection.prepareStatement("LOCK TABLE ONLY " + table.sql() + " IN ACCESS SHARE MODE")) {
                lock.execute();
            }
        }
    }

    /** As the other, within the transaction of the caller. */
    Verification verify(Connection connection, Exported exported) throws SQLException {
        long rows = 0;
        try {
            Map<ChainId, Mark> marks = marks(connection, exported);
            Map<ChainId, Head> starts = RetiredRows.read(connection, key).ends();
            ends(connection, marks, starts);
            Set<ChainId> registered = registered(connection);
            for (AuditTable table : AuditTable.values()) {
                ChainCheck check = new ChainCheck(key.named(table.sql()), table, marks, starts, registered);
                try {
                    rows(connection, check);
                    check.finish();
                } finally {
                    rows += check.rows();
                }
            }
            return new Verification(rows, null);
        } catch (Fault e) {
            return new Verification(rows, e.sentence());
        }
    }

    /** The last end that a checkpoint names of each chain: what its hash covers includes all ends before. */
    private Map<ChainId, Mark> marks(Connection connection, Exported exported) throws SQLException {
        if (exported.fault() != null) {
            throw new Fault(exported.fault());
        }
        Map<Long, String> missing = exported.hashes();
        Map<ChainId, Mark> marks = new HashMap<>();
        Head[] last = {Head.START};
        CheckpointRows.read(connection, checkpoint -> {
            last[0] = follows(last[0], checkpoint);
            String elsewhere = missing.remove(checkpoint.number());
            if (elsewhere != null && !Chain.same(elsewhere, checkpoint.hash())) {
                throw new Fault("Checkpoint " + checkpoint.number() + " is not the one of the export file:"
                        + " the database was set back to an earlier state and written on.");
            }
            checkpoint.marks().forEach(mark -> marks.put(mark.id(), mark));
        });
        if (!missing.isEmpty()) {
            throw new Fault(
                    "Checkpoint " + missing.keySet().stream().min(Long::compare).orElseThrow()
                            + " of the export file is missing in the database: its end was cut, or it was set back to an earlier"
                            + " state.");
        }
        return marks;
    }

    private Head follows(Head last, Checkpoint checkpoint) {
        long expected = last.seq() + 1;
        if (checkpoint.number() != expected) {
            throw new Fault("Checkpoint " + expected + " is missing.");
        }
        if (!checkpoint.holds(key) || !Chain.same(checkpoint.previous(), last.hash())) {
            throw new Fault("Checkpoint " + expected + " was changed, inserted or moved.");
        }
        return new Head(expected, checkpoint.hash());
    }

    /** The table of ended chains says what the checkpoints say, but for those that were archived to their end. */
    private static void ends(Connection connection, Map<ChainId, Mark> marks, Map<ChainId, Head> starts)
            throws SQLException {
        Set<ChainId> ended = new HashSet<>();
        String sql = "SELECT table_name, writer, seq, hash FROM audit_chain_end";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(PostgresRows.FETCHED);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ChainId id = new ChainId(AuditTable.named(row.getString(1)), row.getLong(2));
                    Mark mark = marks.get(id);
                    Head end = new Head(row.getLong(3), row.getString(4));
                    if (mark == null || !mark.closed() || !mark.head().equals(end)) {
                        throw new Fault(
                                "In " + id.words() + ": the end that is noted is not the one of the checkpoint.");
                    }
                    ended.add(id);
                }
            }
        }
        for (Mark mark : marks.values()) {
            boolean archived = mark.head().equals(starts.get(mark.id()));
            if (mark.closed() && !archived && !ended.contains(mark.id())) {
                throw new Fault("In " + mark.id().words() + ": the note of its end was removed.");
            }
        }
    }

    private static Set<ChainId> registered(Connection connection) throws SQLException {
        Set<ChainId> registered = new HashSet<>();
        String sql = "SELECT table_name, writer FROM audit_chain";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(PostgresRows.FETCHED);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    registered.add(new ChainId(AuditTable.named(row.getString(1)), row.getLong(2)));
                }
            }
        }
        return registered;
    }

    private static void rows(Connection connection, ChainCheck check) throws SQLException {
        AuditTable table = check.table();
        int width = table.columns().size();
        // In the order of the index, so that the first row comes at once and no disk is needed for sorting.
        try (PreparedStatement order = connection.prepareStatement("SET LOCAL enable_sort = off")) {
            order.execute();
        }
        String sql = new PostgresRows(table).select() + " ORDER BY writer, seq";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(PostgresRows.FETCHED);
            try (ResultSet row = select.executeQuery()) {
                @Nullable Object[] values = new @Nullable Object[width];
                while (row.next()) {
                    for (int i = 0; i < width; i++) {
                        values[i] = row.getString(i + 1);
                    }
                    check.row(
                            row.getLong(width),
                            values,
                            row.getLong(width + 1),
                            row.getString(width + 2),
                            row.getString(width + 3));
                }
            }
        }
    }
}
