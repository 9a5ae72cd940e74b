package dev.holdfast.proof;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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

    /** How many rows a table has; none while it is not there. */
    static int count(Holdfast holdfast, String table) {
        try (Sqlite3 sqlite = new Sqlite3(holdfast);
                Statement statement = sqlite.connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.getInt(1);
        } catch (SQLException e) {
            return 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
