package dev.holdfast.state;

import dev.holdfast.sql.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The keys that tokens are signed by, the private part sealed. Thread-safe, and safe for several processes. */
public final class SigningKeyTable {

    private final Database database;

    private SigningKeyTable(Database database) {
        this.database = database;
    }

    /** Opens the table, making it when it is missing. */
    public static SigningKeyTable open(Database database) throws SQLException {
        database.makeTable("signing_key", """
                CREATE TABLE IF NOT EXISTS signing_key (
                  id         TEXT    PRIMARY KEY,
                  public_key BLOB    NOT NULL,
                  sealed     BLOB    NOT NULL,
                  created_at INTEGER NOT NULL
                )""");
        return new SigningKeyTable(database);
    }

    /** A key pair as it is kept. A class and not a record: its arrays are compared by nobody and shown nowhere. */
    public static final class Kept {

        private final String id;
        private final byte[] publicKey;
        private final byte[] sealed;

        /**
         * @param publicKey in X.509 form
         * @param sealed the private key, sealed by whoever knows how
         */
        public Kept(String id, byte[] publicKey, byte[] sealed) {
            this.id = id;
            this.publicKey = publicKey.clone();
            this.sealed = sealed.clone();
        }

        public String id() {
            return id;
        }

        public byte[] publicKey() {
            return publicKey.clone();
        }

        public byte[] sealed() {
            return sealed.clone();
        }
    }

    /** All keys, the newest first. */
    public List<Kept> all() throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT id, public_key, sealed FROM signing_key ORDER BY created_at DESC, id");
                    ResultSet row = select.executeQuery()) {
                List<Kept> keys = new ArrayList<>();
                while (row.next()) {
                    keys.add(new Kept(row.getString(1), row.getBytes(2), row.getBytes(3)));
                }
                return keys;
            }
        });
    }

    /** Keeps the first key of all; one that another process was faster with stays. */
    public void addFirst(Kept key, Instant now) throws SQLException {
        database.changeAlone(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO signing_key (id, public_key, sealed, created_at)"
                            + " SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM signing_key)")) {
                insert.setString(1, key.id);
                insert.setBytes(2, key.publicKey);
                insert.setBytes(3, key.sealed);
                insert.setLong(4, now.toEpochMilli());
                insert.executeUpdate();
            }
        });
    }
}
