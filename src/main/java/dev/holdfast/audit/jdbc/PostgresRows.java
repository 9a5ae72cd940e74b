package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of one table of the audit in PostgreSQL. Immutable. */
final class PostgresRows {

    /** Rows that are fetched at once where there may be many. */
    static final int FETCHED = 1000;

    private final AuditTable table;
    private final String insert;
    private final String first;
    private final String select;
    private final String tail;

    PostgresRows(AuditTable table) {
        this.table = table;
        String columns = table.columns().stream().map(PostgresRows::quoted).collect(Collectors.joining(", "));
        String arrays = table.columns().stream()
                .map(column -> column.equals("timestamp")
                        ? "?::text[]::timestamptz[]"
                        : AuditTable.isNumber(column) ? "?::bigint[]" : "?::text[]")
                .collect(Collectors.joining(", "));
        // One statement, whatever the number of rows: one round trip, and all or none without a transaction around it.
        insert = "INSERT INTO " + table.sql() + " (" + columns + ", seq, prev_hash, hash) SELECT * FROM unnest("
                + arrays + ", ?::bigint[], ?::text[], ?::text[])";
        first = "WITH begun AS (INSERT INTO audit_chain (table_name, writer, opened_at) VALUES ('" + table.sql()
                + "', ?, ?::text::timestamptz)) " + insert;
        select = "SELECT "
                + table.columns().stream()
                        .map(column -> column.equals("timestamp") ? time() : quoted(column))
                        .collect(Collectors.joining(", "))
                + ", seq, prev_hash, hash FROM ";
        tail = "SELECT seq, hash, EXISTS (SELECT 1 FROM audit_chain_end WHERE table_name = '" + table.sql()
                + "' AND writer = ?) FROM (SELECT 0::bigint AS seq, '' AS hash UNION ALL SELECT seq, hash FROM "
                + table.sql() + " WHERE writer = ? AND seq >= ?) AS own ORDER BY seq";
    }

    /** The same text as on SQLite, so that the same hash covers it. */
    private static String time() {
        return "to_char(timezone('UTC', \"timestamp\"), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    private static String quoted(String column) {
        return '"' + column + '"';
    }

    AuditTable table() {
        return table;
    }

    /** Columns in the order of the table, then {@code seq}, {@code prev_hash} and {@code hash}. */
    String select() {
        return select + table.sql();
    }

    /** As the other, from a partition. */
    String select(String partition) {
        return select + partition;
    }

    /** Writes rows that follow each other, in one statement; the first of a chain registers it. */
    void insert(Connection connection, List<ChainRow> rows) throws SQLException {
        ChainRow leading = rows.get(0);
        boolean begins = leading.head.seq() == 1;
        try (PreparedStatement statement = connection.prepareStatement(begins ? first : insert)) {
            int next = 1;
            if (begins) {
                statement.setObject(next++, leading.values[leading.values.length - 1]);
                statement.setObject(next++, leading.values[0]);
            }
            for (int i = 0; i < table.columns().size(); i++) {
                int column = i;
                if (AuditTable.isNumber(table.columns().get(i))) {
                    numbers(statement, next++, rows, row -> (Number) row.values[column]);
                } else {
                    texts(statement, next++, rows, row -> row.values[column]);
                }
            }
            numbers(statement, next++, rows, row -> row.head.seq());
            texts(statement, next++, rows, row -> row.previous);
            texts(statement, next, rows, row -> row.head.hash());
            statement.executeUpdate();
        }
    }

    private static void numbers(
            PreparedStatement statement, int index, List<ChainRow> rows, Function<ChainRow, @Nullable Number> of)
            throws SQLException {
        @Nullable Long[] values = new @Nullable Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Number value = of.apply(rows.get(i));
            values[i] = value == null ? null : value.longValue();
        }
        array(statement, index, values);
    }

    private static void texts(
            PreparedStatement statement, int index, List<ChainRow> rows, Function<ChainRow, @Nullable Object> of)
            throws SQLException {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Objects.toString(of.apply(rows.get(i)), null);
        }
        array(statement, index, values);
    }

    /** As an array of Java's own: the driver sends such a one in binary, without a text to build and to take apart. */
    private static void array(PreparedStatement statement, int index, @Nullable Object[] values) throws SQLException {
        if (Arrays.stream(values).allMatch(Objects::isNull)) {
            statement.setNull(index, Types.ARRAY); // The server fills up with nulls.
        } else {
            statement.setObject(index, values);
        }
    }

    /**
     * What stands at the end of a chain.
     *
     * @param rows from the number on that was asked for
     * @param closed whether somebody closed it
     */
    record Tail(List<Head> rows, boolean closed) {}

    /** Rows of a writer from a number on. */
    Tail tail(Connection connection, long writer, long from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tail)) {
            statement.setLong(1, writer);
            statement.setLong(2, writer);
            statement.setLong(3, from);
            List<Head> rows = new ArrayList<>();
            boolean closed = false;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    closed = row.getBoolean(3);
                    rows.add(new Head(row.getLong(1), row.getString(2)));
                }
            }
            return new Tail(rows.subList(1, rows.size()), closed);
        }
    }

    void read(Connection connection, List<Condition> conditions, String limit, Consumer<AuditRow> rows)
            throws SQLException {
        String where = Condition.where(conditions);
        String order = " ORDER BY " + table.sql() + ".\"timestamp\", writer, seq";
        try (PreparedStatement query = connection.prepareStatement(select() + where + order + limit)) {
            query.setFetchSize(FETCHED);
            Condition.bind(query, conditions);
            try (ResultSet row = query.executeQuery()) {
                int seq = table.columns().size() + 1;
                while (row.next()) {
                    rows.accept(new AuditRow(
                            row.getLong(seq),
                            table.fields(values(row), row.getString(seq + 1), row.getString(seq + 2))));
                }
            }
        }
    }

    /** The values of a row in the order of the table. */
    @Nullable
    Object[] values(ResultSet row) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }
}
