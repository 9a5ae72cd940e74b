package dev.holdfast.store.embedded;

import dev.holdfast.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
              deleted_at      INTEGER,
              owner           TEXT,
              tags            TEXT
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

    /** What later programs added to the table of secrets, in this order. */
    private static final List<Column> ADDED =
            List.of(new Column("deleted_at", "INTEGER"), new Column("owner", "TEXT"), new Column("tags", "TEXT"));

    /** Where this column is, all of the rest is. */
    private static final String YOUNGEST = ADDED.get(ADDED.size() - 1).name();

    private record Column(String name, String type) {}

    private StoreTables() {}

    static void make(Database database) throws SQLException {
        if (database.read(connection -> hasColumn(connection, YOUNGEST))) {
            return;
        }
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (Database.hasTable(connection, "secret")) {
                    addColumns(connection, statement);
                }
                for (String sql : STATEMENTS) {
                    statement.execute(sql);
                }
            }
        });
    }

    /** To the table of a program before this one; what it writes meanwhile leaves them null. */
    private static void addColumns(Connection connection, Statement statement) throws SQLException {
        for (Column column : ADDED) {
            if (!hasColumn(connection, column.name())) {
                statement.execute("ALTER TABLE secret ADD COLUMN " + column.name() + " " + column.type());
            }
        }
    }

    private static boolean hasColumn(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT count(*) FROM pragma_table_info('secret') WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.getInt(1) > 0;
            }
        }
    }
}
