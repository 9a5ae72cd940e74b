package dev.holdfast.store.embedded;

import dev.holdfast.key.MasterKey;
import dev.holdfast.sql.Database;
import dev.holdfast.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Finds the master key of a database and proves that it is the right one, before anything is written under it.
 *
 * <p>The database records where its key came from and a check value derived from it; both are written once, in one
 * transaction, by the first process that opens it.
 */
public final class StoreKey {

    private static final String SOURCE = "key_source";
    private static final String CHECK = "key_check";

    private StoreKey() {}

    /**
     * Opens the key.
     *
     * @throws StoreException when the key is missing, of another source, or not the one this database was made with
     * @throws SQLException when the database cannot be read or written
     */
    public static MasterKey open(Database database, MasterKeySource source) throws SQLException {
        String recorded = database.read(StoreKey::recordedSource).orElse(null);
        MasterKey key = source.key(recorded);
        String check = HexFormat.of().formatHex(key.derive("holdfast/check/v1"));
        Optional<String> known = recorded == null
                ? database.write(connection -> record(connection, source.name(), check))
                : database.read(connection -> meta(connection, CHECK));
        if (known.filter(check::equals).isEmpty()) {
            key.close();
            throw StoreException.unavailable(
                    "The master key does not open this store.",
                    "Put back the key this store was made with; nothing was written, and no key was replaced.");
        }
        return key;
    }

    /**
     * The key that is at hand, without asking a database and without making one.
     *
     * @throws StoreException when there is none
     */
    public static MasterKey atHand(MasterKeySource source) {
        return source.key(source.name());
    }

    /** As {@link #open}, for a database that must have its key already: nothing is recorded in it. */
    public static MasterKey openKnown(Database database, MasterKeySource source) throws SQLException {
        if (database.read(StoreKey::recordedSource).isEmpty()) {
            throw StoreException.unavailable(
                    "The database belongs to no master key.", "Take another backup; nothing was changed.");
        }
        return open(database, source);
    }

    private static Optional<String> recordedSource(Connection connection) throws SQLException {
        if (!Database.hasTable(connection, "store_meta")) {
            return Optional.empty();
        }
        return meta(connection, SOURCE);
    }

    /** Records this key, unless another process was first, and gives back the check that is recorded. */
    private static Optional<String> record(Connection connection, String source, String check) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS store_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        }
        put(connection, SOURCE, source);
        put(connection, CHECK, check);
        return meta(connection, CHECK);
    }

    private static void put(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO store_meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }

    private static Optional<String> meta(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT value FROM store_meta WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
