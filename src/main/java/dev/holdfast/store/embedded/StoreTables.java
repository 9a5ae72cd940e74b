package dev.holdfast.store.embedded;

import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of the embedded store; {@code docs/file-format.md} says what each column holds. */
final class StoreTables {

    private static final List<String> STATEMENTS =
            List.of("""
            CREATE TABLE IF NOT EXISTS secret (
              id              INTEGER PRIMARY KEY,
              key_id          TEXT    NOT NULL UNIQUE,
              path            TEXT    NOT NULL UNIQUE,
              description     TEXT    NOT NULL,
              data_key        BLOB    NOT NULL,
              current_version INTEGER NOT NULL,
              created_at      INTEGER NOT NULL,
              updated_at      INTEGER NOT NULL,
              rotated_at      INTEGER,
              deleted_at      INTEGER
            )""", """
            CREATE TABLE IF NOT EXISTS secret_version (
              secret_id   INTEGER NOT NULL REFERENCES secret (id),
              version     INTEGER NOT NULL,
              sealed      BLOB,
              fingerprint TEXT    NOT NULL,
              lookup      BLOB    NOT NULL,
              created_at  INTEGER NOT NULL,
              valid_until INTEGER,
              reason      TEXT,
              PRIMARY KEY (secret_id, version)
            ) WITHOUT ROWID""", "CREATE INDEX IF NOT EXISTS secret_version_lookup ON secret_version (lookup)");

    private StoreTables() {}

    static void make(Database database) throws SQLException {
        if (database.read(StoreTables::hasDeletedAt)) {
            return;
        }
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (Database.hasTable(connection, "secret") && !hasDeletedAt(connection)) {
                    statement.execute("ALTER TABLE secret ADD COLUMN deleted_at INTEGER");
                }
                for (String sql : STATEMENTS) {
                    statement.execute(sql);
                }
            }
        });
    }

    /** The youngest column: where it is, all of the rest is. */
    private static boolean hasDeletedAt(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pragma_table_info('secret') WHERE name = 'deleted_at'")) {
            return row.getInt(1) > 0;
        }
    }
}
