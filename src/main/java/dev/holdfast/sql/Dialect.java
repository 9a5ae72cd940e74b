package dev.holdfast.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** How a kind of database begins and ends its transactions, and where it lists its tables. */
enum Dialect {

    /**
     * The lock is taken by a statement: with the driver's own {@code autoCommit=false} the next lock would be taken at
     * commit, and other processes starve.
     */
    SQLITE("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?") {
        @Override
        void begin(Connection connection) throws SQLException {
            execute(connection, "BEGIN IMMEDIATE");
        }

        @Override
        void beginSnapshot(Connection connection) throws SQLException {
            execute(connection, "BEGIN");
        }

        @Override
        void lockOut(Connection connection) {
            // All writes have one lock.
        }

        @Override
        void commit(Connection connection) throws SQLException {
            execute(connection, "COMMIT");
        }

        @Override
        void rollback(Connection connection) throws SQLException {
            execute(connection, "ROLLBACK");
        }
    },

    /** The driver sends the beginning together with the first statement, and streams rows only this way. */
    POSTGRESQL("SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass(quote_ident(?))") {
        @Override
        void begin(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        void beginSnapshot(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
            // Reads of a whole table may think for a while before the first row. The pool resets it.
            connection.setNetworkTimeout(Runnable::run, (int) SNAPSHOT_LIMIT.toMillis());
            execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }

        @Override
        void lockOut(Connection connection) throws SQLException {
            execute(connection, "SELECT pg_advisory_xact_lock(5210387412098346)");
        }

        @Override
        void commit(Connection connection) throws SQLException {
            connection.commit();
            connection.setAutoCommit(true);
        }

        @Override
        void rollback(Connection connection) throws SQLException {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    };

    private static final Duration SNAPSHOT_LIMIT = Duration.ofMinutes(5);

    private final String tables;

    Dialect(String tables) {
        this.tables = tables;
    }

    /** The dialect that a connection understands. */
    static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getURL().startsWith("jdbc:postgresql:") ? POSTGRESQL : SQLITE;
    }

    /** Begins a transaction that writes. */
    abstract void begin(Connection connection) throws SQLException;

    /** Begins a transaction that sees the database as of one moment and writes nothing. */
    abstract void beginSnapshot(Connection connection) throws SQLException;

    /** Keeps out others who call this, until the transaction ends. */
    abstract void lockOut(Connection connection) throws SQLException;

    abstract void commit(Connection connection) throws SQLException;

    abstract void rollback(Connection connection) throws SQLException;

    /** The statement that finds a table by its name, its only parameter. */
    String tables() {
        return tables;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
