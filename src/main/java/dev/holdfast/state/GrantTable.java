package dev.holdfast.state;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The grants in a database; a token is kept as its hash alone. Thread-safe, and safe for several processes. */
public final class GrantTable {

    private static final String COLUMNS = "id, path, key_id, agent, purpose, expires_at, uses, max_uses";

    private final Database database;

    private GrantTable(Database database) {
        this.database = database;
    }

    /** Opens the table, making it when it is missing. */
    public static GrantTable open(Database database) throws SQLException {
        database.makeTable("access_grant", """
                CREATE TABLE IF NOT EXISTS access_grant (
                  id         TEXT PRIMARY KEY,
                  token_hash BLOB    NOT NULL UNIQUE,
                  path       TEXT    NOT NULL,
                  key_id     TEXT    NOT NULL,
                  agent      TEXT    NOT NULL,
                  purpose    TEXT    NOT NULL,
                  expires_at INTEGER NOT NULL,
                  uses       INTEGER NOT NULL,
                  max_uses   INTEGER NOT NULL
                )""");
        return new GrantTable(database);
    }

    public void add(GrantRecord grant, byte[] tokenHash) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO access_grant (" + COLUMNS + ", token_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, grant.id());
                insert.setString(2, grant.path().slashed());
                insert.setString(3, grant.keyId());
                insert.setString(4, grant.agent());
                insert.setString(5, grant.purpose());
                insert.setLong(6, grant.expiresAt().toEpochMilli());
                insert.setInt(7, grant.uses());
                insert.setInt(8, grant.maxUses());
                insert.setBytes(9, tokenHash);
                insert.executeUpdate();
            }
        });
    }

    public Optional<GrantRecord> find(String id) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM access_grant WHERE id = ?")) {
                select.setString(1, id);
                return first(select);
            }
        });
    }

    /** Counts a use of the grant with that token, if it has one left and its time is not over. */
    public Optional<GrantRecord> use(byte[] tokenHash, Instant now) throws SQLException {
        return database.write(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE access_grant SET uses = uses + 1 WHERE token_hash = ?"
                            + " AND uses < max_uses AND expires_at > ? RETURNING " + COLUMNS)) {
                update.setBytes(1, tokenHash);
                update.setLong(2, now.toEpochMilli());
                return first(update);
            }
        });
    }

    /** Takes back a use that led to nothing. */
    public void giveBack(String id) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE access_grant SET uses = uses - 1 WHERE id = ? AND uses > 0")) {
                update.setString(1, id);
                update.executeUpdate();
            }
        });
    }

    private static Optional<GrantRecord> first(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(grant(row)) : Optional.empty();
        }
    }

    private static GrantRecord grant(ResultSet row) throws SQLException {
        return new GrantRecord(
                row.getString("id"),
                KeyPath.parse(row.getString("path")),
                row.getString("key_id"),
                row.getString("agent"),
                row.getString("purpose"),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                row.getInt("uses"),
                row.getInt("max_uses"));
    }
}
