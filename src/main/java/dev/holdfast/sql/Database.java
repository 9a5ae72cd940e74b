package dev.holdfast.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A database with its writers and a few readers, each from a pool.
 *
 * <p>Thread-safe. The pools open connections when they are asked, so that a disk or a server that comes back is used again
 * without a restart.
 */
public final class Database implements AutoCloseable {

    private final Dialect dialect;
    private final HikariDataSource writer;
    private final HikariDataSource readers;

    Database(Dialect dialect, HikariDataSource writer, HikariDataSource readers) {
        this.dialect = dialect;
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

    /**
     * Runs {@code work} on a reader; nothing it does is written.
     *
     * <p>Runs it again on another connection when the one that it was given turns out to be lost, as all are after a restart
     * of the server.
     */
    public <T> T read(Work<T> work) throws SQLException {
        try (Connection connection = readers.getConnection()) {
            try {
                return work.with(connection);
            } catch (SQLException e) {
                if (!Trouble.lost(e)) {
                    throw e;
                }
            }
        }
        try (Connection another = readers.getConnection()) {
            return work.with(another);
        }
    }

    /** As {@link #read}, for work of several statements that must see the database as of one moment. */
    public <T> T snapshot(Work<T> work) throws SQLException {
        try (Connection connection = readers.getConnection()) {
            dialect.beginSnapshot(connection);
            try {
                return work.with(connection);
            } finally {
                dialect.rollback(connection);
            }
        }
    }

    /**
     * Runs {@code work} in one transaction, and commits it durably. Where the database has one lock for all writes, it is
     * held from the start.
     */
    public <T> T write(Work<T> work) throws SQLException {
        try (Connection connection = writer.getConnection()) {
            dialect.begin(connection);
            try {
                T result = work.with(connection);
                dialect.commit(connection);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /** As {@link #change}, and no other process's work of this kind runs at the same time. */
    public void changeAlone(Change change) throws SQLException {
        change(connection -> {
            dialect.lockOut(connection);
            change.with(connection);
        });
    }

    /** Runs {@code work} on a writer, each statement a transaction of its own. */
    public <T> T each(Work<T> work) throws SQLException {
        try (Connection connection = writer.getConnection()) {
            return work.with(connection);
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

    /** Whether the database answers within a second. */
    public boolean answers() {
        try {
            return read(connection -> connection.isValid(1));
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether there is no table at all. For a file of SQLite. */
    public boolean empty() throws SQLException {
        return read(connection ->
                one(connection, "SELECT count(*) FROM sqlite_schema").equals("0"));
    }

    /** Whether SQLite finds all pages and indexes of the file as they should be. */
    public boolean whole() throws SQLException {
        return read(connection -> one(connection, "PRAGMA integrity_check").equals("ok"));
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            String first = row.next() ? row.getString(1) : null;
            return first == null ? "" : first;
        }
    }

    /** Whether there is such a table. */
    public static boolean hasTable(Connection connection, String table) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(Dialect.of(connection).tables())) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private void rollback(Connection connection, Throwable because) {
        try {
            dialect.rollback(connection);
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
