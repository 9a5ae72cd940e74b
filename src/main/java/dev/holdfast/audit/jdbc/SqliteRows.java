package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.Phase;
import dev.holdfast.audit.Status;
import dev.holdfast.audit.Verification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of one table of the audit in a SQLite file, each within the transaction of its caller. */
final class SqliteRows {

    private final AuditTable table;
    private final Chain chain;
    private final Clock clock;
    private final long writer;
    private final String insert;
    private final String select;

    SqliteRows(AuditTable table, Chain chain, Clock clock, long writer) {
        this.table = table;
        this.chain = chain;
        this.clock = clock;
        this.writer = writer;
        String columns = String.join(", ", table.columns());
        insert = "INSERT INTO " + table.sql() + " (seq, " + columns + ", prev_hash, hash) VALUES (?, "
                + table.columns().stream().map(name -> "?").collect(Collectors.joining(", ")) + ", ?, ?)";
        select = "SELECT seq, " + columns + ", prev_hash, hash FROM " + table.sql();
    }

    /** A decision without an outcome, and the process that wrote it. */
    record Open(long seq, long writer) {}

    Head head(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq, hash FROM key_access_head WHERE chain = ?")) {
            select.setString(1, chain.name());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the end of the chain is missing");
                }
                return new Head(row.getLong(1), row.getString(2));
            }
        }
    }

    /** Writes a row of these values, now. */
    Head insert(Connection connection, @Nullable Object[] values, Head before) throws SQLException {
        @Nullable Object[] stamped = AuditTable.stamped(values, clock.instant(), writer);
        long seq = before.seq() + 1;
        String hash = chain.hash(stamped, seq, before.hash());
        try (PreparedStatement row = connection.prepareStatement(insert)) {
            int column = 1;
            row.setLong(column++, seq);
            for (Object value : stamped) {
                row.setObject(column++, value);
            }
            row.setString(column++, before.hash());
            row.setString(column, hash);
            row.executeUpdate();
        }
        return new Head(seq, hash);
    }

    void save(Connection connection, Head head) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE key_access_head SET seq = ?, hash = ?, seal = ? WHERE chain = ?")) {
            update.setLong(1, head.seq());
            update.setString(2, head.hash());
            update.setString(3, chain.head(head.seq(), head.hash()));
            update.setString(4, chain.name());
            update.executeUpdate();
        }
    }

    void open(Connection connection, List<Ticket> tickets) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO key_access_open (seq, writer) VALUES (?, ?)")) {
            for (Ticket ticket : tickets) {
                insert.setLong(1, ticket.seq());
                insert.setLong(2, writer);
                insert.executeUpdate();
            }
        }
    }

    void settle(Connection connection, List<Ticket> tickets) throws SQLException {
        for (Ticket ticket : tickets) {
            settle(connection, ticket.seq());
        }
    }

    private static void settle(Connection connection, long seq) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM key_access_open WHERE seq = ?")) {
            delete.setLong(1, seq);
            delete.executeUpdate();
        }
    }

    List<Open> left(Connection connection) throws SQLException {
        List<Open> open = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT seq, writer FROM key_access_open ORDER BY seq")) {
            while (row.next()) {
                open.add(new Open(row.getLong(1), row.getLong(2)));
            }
        }
        return open;
    }

    /** Closes a decision whose process is dead with a row that repeats what was decided. */
    Head interrupt(Connection connection, Open open, Head before) throws SQLException {
        Head head = before;
        try (PreparedStatement decision = connection.prepareStatement(select + " WHERE seq = ?")) {
            decision.setLong(1, open.seq());
            try (ResultSet row = decision.executeQuery()) {
                if (row.next()) {
                    head = insert(connection, interrupted(values(row)), before);
                }
            }
        }
        settle(connection, open.seq());
        return head;
    }

    /** The values of the row that closes a decision of these values. */
    static @Nullable Object[] interrupted(@Nullable Object[] decision) {
        @Nullable Object[] values = decision.clone();
        values[AuditTable.KEY_ACCESS.index("phase")] = Phase.OUTCOME.word();
        values[AuditTable.KEY_ACCESS.index("status")] = Status.INTERRUPTED.name();
        return values;
    }

    void read(Connection connection, List<Condition> conditions, String limit, Consumer<AuditRow> rows)
            throws SQLException {
        String where = Condition.where(conditions);
        try (PreparedStatement query = connection.prepareStatement(select + where + " ORDER BY seq" + limit)) {
            Condition.bind(query, conditions);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.accept(new AuditRow(
                            row.getLong("seq"),
                            table.fields(values(row), row.getString("prev_hash"), row.getString("hash"))));
                }
            }
        }
    }

    Verification verify(Connection connection) throws SQLException {
        Head last = Head.START;
        Hasher hasher = chain.hasher();
        try (Statement all = connection.createStatement();
                ResultSet row = all.executeQuery(select + " ORDER BY seq")) {
            while (row.next()) {
                long seq = row.getLong("seq");
                long expected = last.seq() + 1;
                if (seq != expected) {
                    return new Verification(
                            last.seq(),
                            seq > expected
                                    ? "Row " + expected + " is missing."
                                    : "Row " + seq + " was inserted before the first row.");
                }
                String hash = chain.hash(hasher, values(row), seq, last.hash());
                if (!Chain.same(hash, row.getString("hash")) || !Chain.same(last.hash(), row.getString("prev_hash"))) {
                    return new Verification(last.seq(), "Row " + seq + " was changed, inserted or moved.");
                }
                last = new Head(seq, hash);
            }
        }
        return end(connection, last);
    }

    private Verification end(Connection connection, Head last) throws SQLException {
        String sql = "SELECT seq, hash, seal FROM key_access_head WHERE chain = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, chain.name());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !Chain.same(chain.head(row.getLong(1), row.getString(2)), row.getString(3))) {
                    return new Verification(last.seq(), "The end of the chain was changed or removed.");
                }
                if (row.getLong(1) != last.seq() || !Chain.same(row.getString(2), last.hash())) {
                    return new Verification(
                            last.seq(),
                            "The rows after row " + last.seq() + " are missing: the chain goes on to row "
                                    + row.getLong(1) + ".");
                }
                return new Verification(last.seq(), null);
            }
        }
    }

    /** The values in the order of the table; {@code seq} stands before them. */
    private @Nullable Object[] values(ResultSet row) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            Object value = row.getObject(i + 2);
            values[i] = value instanceof Integer number ? Long.valueOf(number) : value;
        }
        return values;
    }
}
