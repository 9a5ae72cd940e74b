package dev.holdfast.audit.jdbc;

import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of the audit in a SQLite file; {@code docs/file-format.md} says what each column holds. */
final class SqliteTables {

    private static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE IF NOT EXISTS key_access_audit (
              seq               INTEGER PRIMARY KEY,
              timestamp         TEXT NOT NULL,
              request_id        TEXT NOT NULL,
              phase             TEXT NOT NULL,
              service_name      TEXT,
              person            TEXT,
              environment       TEXT,
              action            TEXT NOT NULL,
              key_path          TEXT,
              version           INTEGER,
              status            TEXT NOT NULL,
              reason            TEXT,
              cached            INTEGER,
              cache_age_seconds INTEGER,
              fallback_used     INTEGER,
              current_usage     INTEGER,
              rate_limit        INTEGER,
              fingerprint       TEXT,
              channel           TEXT NOT NULL,
              ip_address        TEXT,
              user_agent        TEXT,
              writer            INTEGER NOT NULL,
              prev_hash         TEXT NOT NULL,
              hash              TEXT NOT NULL
            )""",
            """
            CREATE TABLE IF NOT EXISTS key_access_head (
              chain TEXT    PRIMARY KEY,
              seq   INTEGER NOT NULL,
              hash  TEXT    NOT NULL,
              seal  TEXT    NOT NULL
            )""",
            // Decisions without an outcome yet, so that a start need not look through all rows for them.
            """
            CREATE TABLE IF NOT EXISTS key_access_open (
              seq    INTEGER PRIMARY KEY,
              writer INTEGER NOT NULL
            )""",
            """
            CREATE TABLE IF NOT EXISTS service_auth_audit (
              seq          INTEGER PRIMARY KEY,
              timestamp    TEXT NOT NULL,
              request_id   TEXT NOT NULL,
              service_name TEXT,
              event        TEXT NOT NULL,
              status       TEXT NOT NULL,
              reason       TEXT,
              jti          TEXT,
              ip_address   TEXT,
              user_agent   TEXT,
              writer       INTEGER NOT NULL,
              prev_hash    TEXT NOT NULL,
              hash         TEXT NOT NULL
            )""");

    private SqliteTables() {}

    /** Makes what is missing: a file of an earlier version has no {@code service_auth_audit}. */
    static void make(Database database, List<Chain> chains) throws SQLException {
        if (database.read(connection -> Database.hasTable(connection, AuditTable.SERVICE_AUTH.sql()))) {
            return;
        }
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : STATEMENTS) {
                    statement.execute(sql);
                }
            }
            for (Chain chain : chains) {
                begin(connection, chain);
            }
        });
    }

    private static void begin(Connection connection, Chain chain) throws SQLException {
        String sql = "INSERT INTO key_access_head (chain, seq, hash, seal) VALUES (?, 0, ?, ?) ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, chain.name());
            insert.setString(2, Chain.GENESIS);
            insert.setString(3, chain.head(0, Chain.GENESIS));
            insert.executeUpdate();
        }
    }
}
