package dev.holdfast.state;

import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTokenTableTest extends TokenTableContract {

    @TempDir
    private Path folder;

    private Database database;

    @Override
    protected Database database() throws SQLException {
        database = Sqlite.open(folder.resolve("holdfast.db"));
        return database;
    }

    @AfterEach
    void close() {
        database.close();
    }
}
