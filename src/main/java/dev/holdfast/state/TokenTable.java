package dev.holdfast.state;

import dev.holdfast.sql.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tokens that were issued, and which of them were taken back. Thread-safe, and safe for several processes. */
public final class TokenTable {

    private static final String COLUMNS = "jti, holder, kind, roles, environment, issued_at, expires_at, revoked_at";

    /** How long a token may still be taken for valid after its end, by a process whose clock is behind. */
    private static final Duration FORGIVEN = Duration.ofMinutes(1);

    private final Database database;

    private TokenTable(Database database) {
        this.database = database;
    }

    /** Opens the table, making it when it is missing. */
    public static TokenTable open(Database database) throws SQLException {
        database.makeTable("issued_token", """
                CREATE TABLE IF NOT EXISTS issued_token (
                  jti         TEXT    PRIMARY KEY,
                  holder      TEXT    NOT NULL,
                  kind        TEXT    NOT NULL,
                  roles       TEXT    NOT NULL,
                  environment TEXT,
                  issued_at   INTEGER NOT NULL,
                  expires_at  INTEGER NOT NULL,
                  revoked_at  INTEGER
                )""", """
                CREATE INDEX IF NOT EXISTS issued_token_revoked ON issued_token (expires_at)
                  WHERE revoked_at IS NOT NULL""");
        return new TokenTable(database);
    }

    public void add(IssuedToken token) throws SQLException {
        database.change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO issued_token (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, NULL)")) {
                insert.setString(1, token.jti());
                insert.setString(2, token.holder());
                insert.setString(3, token.kind());
                insert.setString(4, String.join(" ", token.roles()));
                if (token.environment() == null) {
                    insert.setNull(5, Types.VARCHAR);
                } else {
                    insert.setString(5, token.environment());
                }
                insert.setLong(6, token.issuedAt().toEpochMilli());
                insert.setLong(7, token.expiresAt().toEpochMilli());
                insert.executeUpdate();
            }
        });
    }

    /** All that have not ended, the newest first. */
    public List<IssuedToken> live(Instant now) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT " + COLUMNS + " FROM issued_token WHERE expires_at > ? ORDER BY issued_at DESC, jti")) {
                select.setLong(1, now.toEpochMilli());
                try (ResultSet row = select.executeQuery()) {
                    List<IssuedToken> tokens = new ArrayList<>();
                    while (row.next()) {
                        tokens.add(token(row));
                    }
                    return tokens;
                }
            }
        });
    }

    private static IssuedToken token(ResultSet row) throws SQLException {
        String roles = row.getString("roles");
        long revoked = row.getLong("revoked_at");
        return new IssuedToken(
                row.getString("jti"),
                row.getString("holder"),
                row.getString("kind"),
                roles.isEmpty() ? List.of() : List.of(roles.split(" ")),
                row.getString("environment"),
                Instant.ofEpochMilli(row.getLong("issued_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                revoked == 0 ? null : Instant.ofEpochMilli(revoked));
    }

    /** The numbers of tokens that were taken back and are not refused for their end alone, whoever asks. */
    public Set<String> revoked(Instant now) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT jti FROM issued_token WHERE revoked_at IS NOT NULL AND expires_at > ?")) {
                select.setLong(1, now.minus(FORGIVEN).toEpochMilli());
                try (ResultSet row = select.executeQuery()) {
                    Set<String> revoked = new HashSet<>();
                    while (row.next()) {
                        revoked.add(row.getString(1));
                    }
                    return revoked;
                }
            }
        });
    }

    /** Takes a token back; whether there was one that counted. */
    public boolean revoke(String jti, Instant now) throws SQLException {
        return revokeWhere("jti = ?", now, jti) > 0;
    }

    /** Takes all tokens of a holder of that kind back; how many. */
    public int revokeAll(String kind, String holder, Instant now) throws SQLException {
        return revokeWhere("kind = ? AND holder = ?", now, kind, holder);
    }

    private int revokeWhere(String condition, Instant now, String... values) throws SQLException {
        return database.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE issued_token SET revoked_at = ? WHERE revoked_at IS NULL AND expires_at > ? AND "
                            + condition)) {
                update.setLong(1, now.toEpochMilli());
                update.setLong(2, now.minus(FORGIVEN).toEpochMilli());
                for (int i = 0; i < values.length; i++) {
                    update.setString(3 + i, values[i]);
                }
                return update.executeUpdate();
            }
        });
    }
}
