package dev.holdfast.store.embedded;

import dev.holdfast.sql.Database;
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
              rotated_at      INTEGER
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
        int present = database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "SELECT count(*) FROM sqlite_schema WHERE name = 'secret_version_lookup'")) {
                return row.getInt(1);
            }
        });
        if (present > 0) {
            return;
        }
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : STATEMENTS) {
                    statement.execute(sql);
                }
            }
        });
    }
}
