package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.audit.AuditQuery;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of the audit log, each within the transaction of its caller. */
final class AuditRows {

    private static final String COLUMNS = String.join(", ", Columns.NAMES);

    private static final String INSERT =
            "INSERT INTO key_access_audit (seq, " + COLUMNS + ", prev_hash, hash) VALUES (?, "
                    + Columns.NAMES.stream().map(name -> "?").collect(Collectors.joining(", ")) + ", ?, ?)";

    private static final String SELECT = "SELECT seq, " + COLUMNS + ", prev_hash, hash FROM key_access_audit";

    private final Chain chain;
    private final Clock clock;
    private final long writer;

    AuditRows(Chain chain, Clock clock, long writer) {
        this.chain = chain;
        this.clock = clock;
        this.writer = writer;
    }

    /** The end of the chain: the number and hash of its last row. */
    record Head(long seq, String hash) {}

    /** A decision without an outcome, and the process that wrote it. */
    record Open(long seq, long writer) {}

    Head head(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq, hash FROM key_access_head WHERE chain = ?")) {
            select.setString(1, Chain.MAIN);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the end of the chain is missing");
                }
                return new Head(row.getLong(1), row.getString(2));
            }
        }
    }

    Head insert(Connection connection, AuditEvent event, Head before) throws SQLException {
        return insert(connection, Columns.of(event, clock.instant(), writer), before);
    }

    private Head insert(Connection connection, Map<String, @Nullable Object> fields, Head before) throws SQLException {
        long seq = before.seq() + 1;
        String hash = chain.hash(fields, seq, before.hash());
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int column = 1;
            insert.setLong(column++, seq);
            for (String name : Columns.NAMES) {
                insert.setObject(column++, fields.get(name));
            }
            insert.setString(column++, before.hash());
            insert.setString(column, hash);
            insert.executeUpdate();
        }
        return new Head(seq, hash);
    }

    void save(Connection connection, Head head) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE key_access_head SET seq = ?, hash = ?, seal = ? WHERE chain = ?")) {
            update.setLong(1, head.seq());
            update.setString(2, head.hash());
            update.setString(3, chain.head(head.seq(), head.hash()));
            update.setString(4, Chain.MAIN);
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
        try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE seq = ?")) {
            select.setLong(1, open.seq());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    Map<String, @Nullable Object> fields = fields(row);
                    fields.put("timestamp", Columns.TIME.format(clock.instant()));
                    fields.put("phase", Phase.OUTCOME.word());
                    fields.put("status", Status.INTERRUPTED.name());
                    fields.put("writer", writer);
                    head = insert(connection, fields, before);
                }
            }
        }
        settle(connection, open.seq());
        return head;
    }

    void read(Connection connection, AuditQuery query, Consumer<AuditRow> rows) throws SQLException {
        String where = " WHERE (?1 IS NULL OR timestamp >= ?1) AND (?2 IS NULL OR key_path = ?2)"
                + " AND (?3 IS NULL OR service_name = ?3) ORDER BY seq";
        try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
            select.setString(1, query.since() == null ? null : Columns.TIME.format(query.since()));
            select.setString(2, query.path() == null ? null : query.path().toString());
            select.setString(3, query.agent());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Map<String, @Nullable Object> fields = fields(row);
                    fields.put("prev_hash", row.getString("prev_hash"));
                    fields.put("hash", row.getString("hash"));
                    rows.accept(new AuditRow(row.getLong("seq"), fields));
                }
            }
        }
    }

    Verification verify(Connection connection) throws SQLException {
        Head last = new Head(0, Chain.GENESIS);
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(SELECT + " ORDER BY seq")) {
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
                String hash = chain.hash(fields(row), seq, last.hash());
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
            select.setString(1, Chain.MAIN);
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

    private static Map<String, @Nullable Object> fields(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name : Columns.NAMES) {
            Object value = row.getObject(name);
            fields.put(name, value instanceof Integer number ? Long.valueOf(number) : value);
        }
        return fields;
    }
}
