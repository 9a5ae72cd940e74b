package dev.holdfast.store.embedded;

import dev.holdfast.key.MasterKey;
import dev.holdfast.key.Sealer;
import dev.holdfast.sql.Database;
import dev.holdfast.store.StoreException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
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
    private static final String ROOT = "root_key";

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
        if (recorded == null) {
            database.change(connection -> record(connection, source.name(), check(key)));
        }
        Map<String, String> known = database.read(StoreKey::all);
        if (check(key).equals(known.get(CHECK))) {
            return rooted(key, known);
        }
        key.close();
        // A change of the key was interrupted after it was done in the database: the new key waits beside the old one.
        MasterKey next = source.next();
        if (next != null && check(next).equals(known.get(CHECK))) {
            source.replace();
            return rooted(next, known);
        }
        if (next != null) {
            next.close();
        }
        throw StoreException.unavailable(
                "The master key does not open this store.",
                "Put back the key this store was made with; nothing was written, and no key was replaced.");
    }

    /** What proves a key to be that of a store, without telling it; for {@link #requireCurrent}. */
    static String check(MasterKey key) {
        return HexFormat.of().formatHex(key.deriveOwn("holdfast/check/v1"));
    }

    private static MasterKey rooted(MasterKey key, Map<String, String> known) {
        String root = known.get(ROOT);
        try {
            if (root != null) {
                key.takeRoot(HexFormat.of().parseHex(root));
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            key.close();
            throw StoreException.unavailable(
                    "The kept root of this store's keys does not open: its row was changed.",
                    "Restore the database from a backup.");
        }
    }

    /**
     * Puts every data key, and what lasting keys come from, under another master key, all in one transaction.
     *
     * @param key of {@link #open}
     * @return how many data keys
     * @throws StoreException when the key was changed meanwhile, or a data key does not open
     */
    public static int change(Database database, MasterKey key, MasterKey next, SecureRandom random)
            throws SQLException {
        Sealer sealer = new Sealer(random);
        return database.write(connection -> {
            requireCurrent(connection, check(key));
            int changed = Rewrapping.all(connection, sealer, key, next);
            set(connection, ROOT, HexFormat.of().formatHex(key.rootFor(next, sealer)));
            set(connection, CHECK, check(next));
            return changed;
        });
    }

    /** Refuses to go on under a key that is no more the store's. */
    static void requireCurrent(Connection connection, String check) throws SQLException {
        if (Database.hasTable(connection, "store_meta")
                && !check.equals(all(connection).get(CHECK))) {
            throw StoreException.unavailable(
                    "The master key of this store was changed while this process was running.",
                    "Start it again; nothing was written.");
        }
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
        return Optional.ofNullable(all(connection).get(SOURCE));
    }

    /** Records this key, unless another process was first. */
    private static void record(Connection connection, String source, String check) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS store_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        }
        put(connection, SOURCE, source);
        put(connection, CHECK, check);
    }

    private static void set(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO store_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }

    private static Map<String, String> all(Connection connection) throws SQLException {
        Map<String, String> all = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, value FROM store_meta")) {
            while (rows.next()) {
                all.put(rows.getString(1), rows.getString(2));
            }
        }
        return all;
    }

    private static void put(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO store_meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }
}
