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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which secrets have changed lately, for the caches of other processes. Thread-safe, and safe for several processes.
 *
 * <p>A change of PostgreSQL may be seen after one with a higher number: whoever follows them has to look back a little.
 */
public final class KeyChangeTable {

    /** How long a change is kept at the least: far longer than any process takes to see it. */
    private static final Duration LEAST = Duration.ofHours(1);

    private static final long NONE = -1;
    private static final int MOST_OWN = 10_000;

    private final Database database;
    private final Duration lasting;
    private final Set<Long> own = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST_OWN;
        }
    }));

    private KeyChangeTable(Database database, Duration lasting) {
        this.database = database;
        this.lasting = lasting;
    }

    /** That a secret was changed. */
    public record Change(long number, KeyPath path) {}

    /**
     * Opens the table, making it when it is missing.
     *
     * @param longest as long as any cache keeps a value: who begins to use one has to learn of all changes since
     */
    public static KeyChangeTable open(Database database, Duration longest) throws SQLException {
        database.makeTable("key_change", """
                CREATE TABLE IF NOT EXISTS key_change (
                  number INTEGER PRIMARY KEY AUTOINCREMENT,
                  path   TEXT    NOT NULL,
                  at     INTEGER NOT NULL
                )""");
        return new KeyChangeTable(database, longest.plus(LEAST));
    }

    /** Tells the others that a secret was changed. */
    public void add(KeyPath path, Instant now) throws SQLException {
        long[] number = {NONE};
        try {
            database.change(connection -> {
                number[0] = insert(connection, path, now);
                // Before the end of the transaction: afterwards it may have been read already.
                own.add(number[0]);
                forget(connection, now);
            });
        } catch (SQLException e) {
            own.remove(number[0]); // SQLite may give the number to another.
            throw e;
        }
    }

    private static long insert(Connection connection, KeyPath path, Instant now) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO key_change (path, at) VALUES (?, ?) RETURNING number")) {
            insert.setString(1, path.slashed());
            insert.setLong(2, now.toEpochMilli());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM key_change WHERE at < ?")) {
            delete.setLong(1, now.minus(lasting).toEpochMilli());
            delete.executeUpdate();
        }
    }

    /** The changes with higher numbers that were added by others than this, in their order. */
    public List<Change> since(long number) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT number, path FROM key_change WHERE number > ? ORDER BY number")) {
                select.setLong(1, number);
                try (ResultSet row = select.executeQuery()) {
                    List<Change> changes = new ArrayList<>();
                    while (row.next()) {
                        if (own.contains(row.getLong(1))) {
                            continue;
                        }
                        changes.add(new Change(row.getLong(1), KeyPath.parse(row.getString(2))));
                    }
                    return changes;
                }
            }
        });
    }
}
