package dev.holdfast.state;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which secrets are changing or have changed lately, for the caches of other processes. Thread-safe, and safe for several
 * processes.
 *
 * <p>A change of PostgreSQL may be seen after one with a higher number: whoever follows them has to look back a little.
 */
public final class KeyChangeTable {

    /** How long a change is kept at the least: far longer than any process takes to see it. */
    private static final Duration LEAST = Duration.ofHours(1);

    private final Database database;
    private final Duration lasting;
    private final Clock clock;

    /** What the numbers of this process's changes begin with. */
    private final String origin = UUID.randomUUID() + "/";

    private final AtomicLong made = new AtomicLong();

    /**
     * A table of a database, which may have to be {@link #make made}.
     *
     * @param longest as long as any cache keeps a value: who begins to use one has to learn of all changes since
     */
    public KeyChangeTable(Database database, Duration longest, Clock clock) {
        this.database = database;
        this.lasting = longest.plus(LEAST);
        this.clock = clock;
    }

    /**
     * A change of a secret.
     *
     * @param id no other change has it
     */
    public record Change(String id, KeyPath path) {}

    /**
     * What is told of a change.
     *
     * @param number grows from one to the next
     * @param ended whether the change has come about, or never will; else it may from now on
     */
    public record Told(long number, Change change, boolean ended) {}

    /** Makes the table when it is missing. */
    public void make() throws SQLException {
        database.makeTable("key_change", """
                CREATE TABLE IF NOT EXISTS key_change (
                  number INTEGER PRIMARY KEY AUTOINCREMENT,
                  change TEXT    NOT NULL,
                  path   TEXT    NOT NULL,
                  ended  INTEGER NOT NULL,
                  at     INTEGER NOT NULL
                )""", "CREATE INDEX IF NOT EXISTS key_change_at ON key_change (at)");
    }

    /** A change that nobody has been told of yet. */
    public Change next(KeyPath path) {
        return new Change(origin + made.incrementAndGet(), path);
    }

    /** Tells the others that a change begins now. */
    public void begin(Change change) throws SQLException {
        database.change(connection -> insert(connection, List.of(change), false));
    }

    /** Tells the others that these changes have ended, in one commit. */
    public void end(Collection<Change> changes) throws SQLException {
        database.change(connection -> insert(connection, changes, true));
    }

    /** Tells the others of a change that is made by the transaction of this connection. */
    public void made(Connection connection, KeyPath path) throws SQLException {
        insert(connection, List.of(next(path)), true);
    }

    private void insert(Connection connection, Collection<Change> changes, boolean ended) throws SQLException {
        Instant now = clock.instant();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO key_change (change, path, ended, at) VALUES (?, ?, ?, ?)")) {
            for (Change change : changes) {
                insert.setString(1, change.id());
                insert.setString(2, change.path().slashed());
                insert.setInt(3, ended ? 1 : 0);
                insert.setLong(4, now.toEpochMilli());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        forget(connection, now);
    }

    private void forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM key_change WHERE at < ?")) {
            delete.setLong(1, now.minus(lasting).toEpochMilli());
            delete.executeUpdate();
        }
    }

    /** What others than this have told with higher numbers, in their order. */
    public List<Told> since(long number) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT number, change, path, ended FROM key_change WHERE number > ? ORDER BY number")) {
                select.setLong(1, number);
                try (ResultSet row = select.executeQuery()) {
                    List<Told> all = new ArrayList<>();
                    while (row.next()) {
                        if (!row.getString(2).startsWith(origin)) {
                            Change change = new Change(row.getString(2), KeyPath.parse(row.getString(3)));
                            all.add(new Told(row.getLong(1), change, row.getInt(4) == 1));
                        }
                    }
                    return all;
                }
            }
        });
    }
}
