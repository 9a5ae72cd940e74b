package dev.holdfast.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection to SQLite that keeps its prepared statements: reading a statement's text costs more than running it, and
 * neither the driver nor the pool keeps any.
 *
 * <p>The texts are the program's own and few. A statement in use is out of the keep, so that the same text may be in use
 * twice. Used by one thread at a time, as its pool sees to.
 */
final class KeepingConnection extends JDBC4Connection {

    private final Map<String, Kept> idle = new HashMap<>();

    private KeepingConnection(String url, String file, Properties properties) throws SQLException {
        super(url, file, properties);
    }

    /** Where such connections come from. */
    static final class Source extends SQLiteDataSource {

        private final String file;

        Source(SQLiteConfig config, String file) {
            super(config);
            this.file = file;
            setUrl("jdbc:sqlite:" + file);
        }

        @Override
        public SQLiteConnection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            KeepingConnection connection =
                    new KeepingConnection(getUrl(), file, getConfig().toProperties());
            BusyHandler.setHandler(connection, new PatientWriter());
            return connection;
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        Kept kept = idle.remove(sql);
        return kept == null ? new Kept(sql) : kept;
    }

    @Override
    public void close() throws SQLException {
        for (Kept kept : idle.values()) {
            kept.end();
        }
        idle.clear();
        super.close();
    }

    /** A statement that goes back into the keep when it is closed. */
    private final class Kept extends JDBC4PreparedStatement {

        private final String text;

        Kept(String text) throws SQLException {
            super(KeepingConnection.this, text);
            this.text = text;
        }

        @Override
        public void close() throws SQLException {
            rs.close();
            clearParameters();
            Kept other = idle.put(text, this);
            if (other != null && other != this) {
                other.end();
            }
        }

        void end() throws SQLException {
            super.close();
        }
    }
}
