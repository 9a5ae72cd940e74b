package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.jdbc.ArchiveHeader.Span;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A partition: the rows of a table and a UTC day, and the statements about them. */
record DayPart(AuditTable table, LocalDate day) {

    /** How long others may have to wait behind us for the table. */
    private static final String WAIT = "SET LOCAL lock_timeout = '2s'";

    /** The partitions of all tables before a day, the oldest first. */
    static List<DayPart> before(Connection connection, LocalDate day) throws SQLException {
        List<DayPart> parts = new ArrayList<>();
        String sql = "SELECT p.relname, c.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent"
                + " JOIN pg_class c ON c.oid = i.inhrelid WHERE p.oid IN"
                + " (to_regclass('key_access_audit'), to_regclass('service_auth_audit'))"
                + " AND c.relname ~ '_[0-9]{8}$' AND right(c.relname, 8) < ? ORDER BY right(c.relname, 8), p.relname";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, digits(day));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(2);
                    LocalDate of = LocalDate.parse(name.substring(name.length() - 8), DateTimeFormatter.BASIC_ISO_DATE);
                    parts.add(new DayPart(AuditTable.named(row.getString(1)), of));
                }
            }
        }
        return parts;
    }

    private static String digits(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** The partition's name in the database. */
    String name() {
        return table.sql() + "_" + digits(day);
    }

    /** The archive's name. */
    String file() {
        return table.sql() + "-" + day + ".jsonl.gz";
    }

    long count(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT count(*) FROM " + name())) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** What an archive of it begins with. */
    ArchiveHeader header(Connection connection, String previous) throws SQLException {
        List<Span> spans = new ArrayList<>();
        long rows = 0;
        String sql =
                "SELECT s.writer, s.first, f.prev_hash, s.last, l.hash, s.rows FROM (SELECT writer, min(seq) AS first,"
                        + " max(seq) AS last, count(*) AS rows FROM " + name() + " GROUP BY writer) AS s"
                        + " JOIN " + name() + " AS f ON f.writer = s.writer AND f.seq = s.first"
                        + " JOIN " + name() + " AS l ON l.writer = s.writer AND l.seq = s.last ORDER BY s.writer";
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
                spans.add(new Span(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4), row.getString(5)));
                rows += row.getLong(6);
            }
        }
        return new ArchiveHeader(ArchiveHeader.FORMAT, table.sql(), day.toString(), rows, previous, spans);
    }

    /** Writes its rows, chain by chain; how many. */
    long write(Connection connection, ArchiveFile archive) throws SQLException {
        long rows = 0;
        PostgresRows statements = new PostgresRows(table);
        try (PreparedStatement select =
                connection.prepareStatement(statements.select(name()) + " ORDER BY writer, seq")) {
            select.setFetchSize(PostgresRows.FETCHED);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    archive.line(line(statements, row));
                    rows++;
                }
            }
        } catch (IOException e) {
            throw new RowsNotWritten(e);
        }
        return rows;
    }

    private Map<String, @Nullable Object> line(PostgresRows statements, ResultSet row) throws SQLException {
        int seq = table.columns().size() + 1;
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("seq", row.getLong(seq));
        line.putAll(table.fields(statements.values(row), row.getString(seq + 1), row.getString(seq + 2)));
        line.values().removeIf(value -> value == null);
        return line;
    }

    /** Keeps everybody from the table until the transaction ends. */
    void lock(Connection connection) throws SQLException {
        execute(connection, WAIT);
        execute(connection, "LOCK TABLE ONLY " + table.sql() + " IN ACCESS EXCLUSIVE MODE");
    }

    void drop(Connection connection) throws SQLException {
        execute(connection, "DROP TABLE " + name());
    }

    /** Removes the notes of chains that ended in this part: the archive and the checkpoints tell of them. */
    void forgetEnded(Connection connection, ArchiveHeader header) throws SQLException {
        String ended =
                "SELECT e.writer FROM audit_chain_end e JOIN unnest(?::bigint[], ?::bigint[]) AS s (writer, last)"
                        + " ON s.writer = e.writer AND s.last = e.seq WHERE e.table_name = ?";
        for (String notes : List.of("audit_chain", "audit_chain_end")) {
            String sql = "DELETE FROM " + notes + " WHERE table_name = ? AND writer IN (" + ended + ")";
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setString(1, table.sql());
                delete.setArray(
                        2,
                        connection.createArrayOf(
                                "bigint",
                                header.chains().stream().map(Span::writer).toArray()));
                delete.setArray(
                        3,
                        connection.createArrayOf(
                                "bigint",
                                header.chains().stream().map(Span::last).toArray()));
                delete.setString(4, table.sql());
                delete.executeUpdate();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
