package dev.holdfast.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Opens SQLite files: write-ahead log, a full sync at each commit, one writer, three readers.
 *
 * <p>Several processes may have one file open; a writer waits for another's lock as long as {@link #LOCK_WAIT}.
 */
public final class Sqlite {

    /** How long a write waits for the lock of another process. */
    public static final Duration LOCK_WAIT = Duration.ofSeconds(4);

    /** How long a thread waits for the writer of its own process, which may itself wait for a lock. */
    private static final Duration POOL_WAIT = LOCK_WAIT.plusSeconds(1);

    private static final int READERS = 3;

    /** All in one step, so that the lock is taken once; a step that finds it taken is tried again after a pause in ms. */
    private static final int ALL_PAGES = -1;

    private static final int COPY_PAUSE = 100;
    private static final int COPY_TRIES = 40;

    private Sqlite() {}

    /**
     * Opens a file, making it readable by its owner alone when it does not exist.
     *
     * @throws SQLException when it cannot be made or opened for writing
     */
    public static Database open(Path file) throws SQLException {
        makePrivate(file);
        // A pool tries again until its time is over; what cannot be opened at all is told at once.
        source(file).getConnection().close();
        HikariDataSource writer = new HikariDataSource(pool("writer", file, 1, false));
        HikariDataSource readers = new HikariDataSource(pool("readers", file, READERS, true));
        Database database = new Database(Dialect.SQLITE, writer, readers);
        try {
            database.read(connection -> connection.isValid(1));
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Copies a database as of one moment, without what was deleted; others may write meanwhile.
     *
     * @param copy that is not there, or empty
     */
    public static void copy(Path database, Path copy) throws SQLException {
        // A connection of its own: one that keeps statements may have some in progress, and then copies nothing.
        try (Connection connection = source(database).getConnection();
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        }
    }

    /** Makes the content of a database that of another file, in one transaction; a crash leaves what was there. */
    public static void replace(Path database, Path by) throws SQLException {
        try (Connection connection = source(database).getConnection()) {
            int code = connection
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .restore("main", by.toString(), null, COPY_PAUSE, COPY_TRIES, ALL_PAGES);
            if (code != SQLiteErrorCode.SQLITE_OK.code) {
                throw new SQLiteException("the copy ended early", SQLiteErrorCode.getErrorCode(code));
            }
        }
    }

    private static void makePrivate(Path file) throws SQLException {
        try {
            // The log and its index, which SQLite makes beside the file, take over these permissions.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new SQLException("the database file cannot be made");
        }
    }

    private static HikariConfig pool(String name, Path file, int size, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source(file));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(POOL_WAIT.toMillis());
        // No connection is taken while the pool is made, so that a disk that fails now may work later.
        config.setInitializationFailTimeout(-1);
        config.setMaxLifetime(0);
        config.setAutoCommit(true);
        if (readOnly) {
            config.setConnectionInitSql("PRAGMA query_only = 1");
        }
        return config;
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.TEMP_STORE, "MEMORY");
        return new KeepingConnection.Source(config, file.toString());
    }
}
