package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.jdbc.ArchiveHeader.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The statements about what was archived and dropped in PostgreSQL. */
final class RetiredRows {

    private RetiredRows() {}

    /**
     * What the notes say when they all hold.
     *
     * @param last the number and hash of the last note
     * @param ends where the archived rows of each chain end
     * @param seals of the last archive of each table
     */
    record Notes(Head last, Map<ChainId, Head> ends, Map<AuditTable, String> seals) {}

    /**
     * Reads all notes.
     *
     * @throws Fault when one does not hold
     */
    static Notes read(Connection connection, Chain key) throws SQLException {
        Map<ChainId, Head> ends = new HashMap<>();
        Map<AuditTable, String> seals = new HashMap<>();
        Head last = Head.START;
        String sql = "SELECT number, table_name, day::text, at, file, rows, chains, seal, prev_hash, hash"
                + " FROM audit_retired ORDER BY number";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(PostgresRows.FETCHED);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Retired note = note(row);
                    last = follows(last, note, key);
                    AuditTable table = AuditTable.named(note.table());
                    seals.put(table, note.seal());
                    for (Span span : note.spans()) {
                        ends.put(new ChainId(table, span.writer()), span.end());
                    }
                }
            }
        }
        return new Notes(last, ends, seals);
    }

    private static Head follows(Head last, Retired note, Chain key) {
        long expected = last.seq() + 1;
        boolean fits = note.number() == expected && Chain.same(note.previous(), last.hash());
        if (!fits || !note.holds(key)) {
            throw new Fault("The note " + expected + " of archived rows is missing or was changed.");
        }
        return new Head(expected, note.hash());
    }

    private static Retired note(ResultSet row) throws SQLException {
        return new Retired(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10));
    }

    static void insert(Connection connection, Retired note) throws SQLException {
        String sql =
                "INSERT INTO audit_retired (number, table_name, day, at, file, rows, chains, seal, prev_hash, hash)"
                        + " VALUES (?, ?, ?::text::date, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, note.number());
            insert.setString(2, note.table());
            insert.setString(3, note.day());
            insert.setString(4, note.at());
            insert.setString(5, note.file());
            insert.setLong(6, note.rows());
            insert.setString(7, note.chains());
            insert.setString(8, note.seal());
            insert.setString(9, note.previous());
            insert.setString(10, note.hash());
            insert.executeUpdate();
        }
    }

    /** Where the archived rows of a chain end that has no row left in the table. */
    static Optional<Head> end(Connection connection, ChainId id) throws SQLException {
        String sql = "SELECT (span ->> 'last')::bigint, span ->> 'hash' FROM audit_retired,"
                + " jsonb_array_elements(chains::jsonb) AS span"
                + " WHERE table_name = ? AND (span ->> 'writer')::bigint = ? ORDER BY number DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id.table().sql());
            select.setLong(2, id.writer());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Head(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        }
    }
}
