package dev.holdfast.state;

import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTokenTableTest extends TokenTableContract {

    @TempDir
    private Path folder;

    private final List<Database> opened = new ArrayList<>();

    @Override
    protected Database database() throws SQLException {
        return another();
    }

    @Override
    protected Database another() throws SQLException {
        Database database = Sqlite.open(folder.resolve("holdfast.db"));
        opened.add(database);
        return database;
    }

    @AfterEach
    void close() {
        opened.forEach(Database::close);
    }
}
