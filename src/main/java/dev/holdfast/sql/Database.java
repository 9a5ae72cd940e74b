package dev.holdfast.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A database with one writer and a few readers, each from a pool.
 *
 * <p>Thread-safe. The pools open connections when they are asked, so that a disk that comes back is used again without a
 * restart.
 */
public final class Database implements AutoCloseable {

    private final HikariDataSource writer;
    private final HikariDataSource readers;

    Database(HikariDataSource writer, HikariDataSource readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** What is done with a connection. */
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** What is changed by a connection. */
    public interface Change {
        void with(Connection connection) throws SQLException;
    }

    /** As {@link #write}, for work that answers nothing. */
    public void change(Change change) throws SQLException {
        write(connection -> {
            change.with(connection);
            return true;
        });
    }

    /** Runs {@code work} on a reader; nothing it does is written. */
    public <T> T read(Work<T> work) throws SQLException {
        try (Connection connection = readers.getConnection()) {
            return work.with(connection);
        }
    }

    /** As {@link #read}, for work of several statements that must see the database as of one moment. */
    public <T> T snapshot(Work<T> work) throws SQLException {
        return read(connection -> {
            execute(connection, "BEGIN");
            try {
                return work.with(connection);
            } finally {
                execute(connection, "ROLLBACK");
            }
        });
    }

    /**
     * Runs {@code work} in one transaction that holds the write lock from its start, and commits it durably.
     *
     * <p>The lock is taken by a statement: with the driver's own {@code autoCommit=false} the next lock would be taken at
     * commit, and other processes starve.
     */
    public <T> T write(Work<T> work) throws SQLException {
        try (Connection connection = writer.getConnection()) {
            execute(connection, "BEGIN IMMEDIATE");
            try {
                T result = work.with(connection);
                execute(connection, "COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /**
     * Makes tables with the statements, in one transaction, unless the table is there already.
     *
     * @param table whose presence says that all of them are there
     */
    public void makeTable(String table, String... statements) throws SQLException {
        if (read(connection -> hasTable(connection, table))) {
            return;
        }
        change(connection -> {
            for (String sql : statements) {
                execute(connection, sql);
            }
        });
    }

    /** Whether there is such a table. */
    public static boolean hasTable(Connection connection, String table) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private void rollback(Connection connection, Throwable because) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // A full disk may have rolled back already. Which of both it was, the connection does not say: drop it.
            because.addSuppressed(e);
            writer.evictConnection(connection);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
