package dev.holdfast.proof;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another program on the database of a home folder: it locks, it sets traps. */
final class Sqlite3 implements AutoCloseable {

    private final Connection connection;

    Sqlite3(Holdfast holdfast) throws SQLException {
        connection =
                DriverManager.getConnection("jdbc:sqlite:" + holdfast.home().resolve("holdfast.db"));
        run("PRAGMA busy_timeout = 10000");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
