package dev.holdfast.state;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which secrets are changing or have changed lately, for the caches of other processes. Thread-safe, and safe for several
 * processes.
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

    /**
     * That a secret changes from now on, or that a change has ended.
     *
     * @param ends the number of the change that has ended; null for one that begins
     */
    public record Change(
            long number, KeyPath path, @Nullable Long ends) {}

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
                  ends   INTEGER,
                  at     INTEGER NOT NULL
                )""");
        return new KeyChangeTable(database, longest.plus(LEAST));
    }

    /** Tells the others that a secret changes from now on; the number of its change. */
    public long begin(KeyPath path, Instant now) throws SQLException {
        return added(List.of(new Change(NONE, path, null)), now).get(0);
    }

    /** Tells the others that these changes have ended, by their numbers and in one commit. */
    public void end(Map<Long, KeyPath> changes, Instant now) throws SQLException {
        var unused = added(
                changes.entrySet().stream()
                        .map(change -> new Change(NONE, change.getValue(), change.getKey()))
                        .toList(),
                now);
    }

    private List<Long> added(List<Change> changes, Instant now) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try {
            database.change(connection -> {
                for (Change change : changes) {
                    numbers.add(insert(connection, change, now));
                }
                // Before the end of the transaction: afterwards they may have been read already.
                own.addAll(numbers);
                forget(connection, now);
            });
            return numbers;
        } catch (SQLException e) {
            numbers.forEach(own::remove); // SQLite may give them to another.
            throw e;
        }
    }

    private static long insert(Connection connection, Change change, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO key_change (path, ends, at) VALUES (?, ?, ?) RETURNING number")) {
            insert.setString(1, change.path().slashed());
            insert.setObject(2, change.ends(), Types.BIGINT);
            insert.setLong(3, now.toEpochMilli());
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
                    "SELECT number, path, ends FROM key_change WHERE number > ? ORDER BY number")) {
                select.setLong(1, number);
                try (ResultSet row = select.executeQuery()) {
                    List<Change> changes = new ArrayList<>();
                    while (row.next()) {
                        if (!own.contains(row.getLong(1))) {
                            changes.add(change(row));
                        }
                    }
                    return changes;
                }
            }
        });
    }

    private static Change change(ResultSet row) throws SQLException {
        long ends = row.getLong(3);
        return new Change(row.getLong(1), KeyPath.parse(row.getString(2)), row.wasNull() ? null : ends);
    }
}
