package dev.holdfast.state;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which secrets have changed lately, for the caches of other processes. Thread-safe, and safe for several processes.
 *
 * <p>A change of PostgreSQL may be seen after one with a higher number: whoever follows them has to look back a little.
 */
public final class KeyChangeTable {

    /** How long a change is kept: far longer than any process takes to see it. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Database database;

    private KeyChangeTable(Database database) {
        this.database = database;
    }

    /** That a secret was changed. */
    public record Change(long number, KeyPath path) {}

    /** Opens the table, making it when it is missing. */
    public static KeyChangeTable open(Database database) throws SQLException {
        database.makeTable("key_change", """
                CREATE TABLE IF NOT EXISTS key_change (
                  number INTEGER PRIMARY KEY AUTOINCREMENT,
                  path   TEXT    NOT NULL,
                  at     INTEGER NOT NULL
                )""");
        return new KeyChangeTable(database);
    }

    /** Tells the others that a secret was changed. */
    public void add(KeyPath path, Instant now) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO key_change (path, at) VALUES (?, ?)")) {
                insert.setString(1, path.slashed());
                insert.setLong(2, now.toEpochMilli());
                insert.executeUpdate();
            }
            forget(connection, now);
        });
    }

    private static void forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM key_change WHERE at < ?")) {
            delete.setLong(1, now.minus(KEPT).toEpochMilli());
            delete.executeUpdate();
        }
    }

    /** The changes with higher numbers, in their order. */
    public List<Change> since(long number) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT number, path FROM key_change WHERE number > ? ORDER BY number")) {
                select.setLong(1, number);
                try (ResultSet row = select.executeQuery()) {
                    List<Change> changes = new ArrayList<>();
                    while (row.next()) {
                        changes.add(new Change(row.getLong(1), KeyPath.parse(row.getString(2))));
                    }
                    return changes;
                }
            }
        });
    }
}
