package dev.holdfast.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Opens PostgreSQL databases. A server that does not answer is told within {@link #ANSWER} and {@link #POOL_WAIT}; one that
 * comes back is used again without a restart.
 */
public final class Postgres {

    /** How long the server may take for an answer. */
    public static final Duration ANSWER = Duration.ofSeconds(5);

    /** How long a thread waits for a connection. */
    public static final Duration POOL_WAIT = Duration.ofSeconds(3);

    private static final Duration VALIDATION = Duration.ofMillis(1500);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final int WRITERS = 2;
    private static final int READERS = 3;
    private static final Database.Change NOTHING = connection -> {};

    private Postgres() {}

    /**
     * Opens a database for reads and for short transactions.
     *
     * @throws SQLException when it cannot be reached or does not let us in
     */
    public static Database open(Login login) throws SQLException {
        Database database =
                new Database(Dialect.POSTGRESQL, pooled("state", login, WRITERS), pooled("readers", login, READERS));
        return reached(database);
    }

    /**
     * Opens a database with a single connection, kept open and opened anew when it is lost.
     *
     * @param prepare done with each connection before it is used, so that the next user finds what the last one had
     */
    public static Database openSingle(Login login, Database.Change prepare) throws SQLException {
        HikariConfig config = pool("writer", new LoginSource(login, ANSWER, prepare), 1);
        config.setMinimumIdle(1);
        config.setIdleTimeout(0);
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        HikariDataSource only = new HikariDataSource(config);
        return reached(new Database(Dialect.POSTGRESQL, only, only));
    }

    /** Opens a database for work that may take its time, such as the owner's. */
    public static Database openPatient(Login login) throws SQLException {
        HikariConfig config = pool("owner", patient(login), 2);
        config.setMinimumIdle(0);
        HikariDataSource both = new HikariDataSource(config);
        return reached(new Database(Dialect.POSTGRESQL, both, both));
    }

    /** Connections without a pool, for work that may take its time. */
    public static DataSource patient(Login login) {
        return new LoginSource(login, Duration.ZERO, NOTHING);
    }

    private static HikariDataSource pooled(String name, Login login, int size) {
        HikariConfig config = pool(name, new LoginSource(login, ANSWER, NOTHING), size);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        return new HikariDataSource(config);
    }

    private static HikariConfig pool(String name, DataSource source, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(POOL_WAIT.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        // No connection is taken while the pool is made, so that a server that fails now may work later.
        config.setInitializationFailTimeout(-1);
        config.setMaxLifetime(0);
        config.setAutoCommit(true);
        return config;
    }

    private static Database reached(Database database) throws SQLException {
        try {
            database.read(connection -> connection.isValid(1));
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
