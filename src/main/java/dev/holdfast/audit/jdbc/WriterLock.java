package dev.holdfast.audit.jdbc;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The number that this process writes its chains under, and the lock on it in the PostgreSQL server.
 *
 * <p>The lock belongs to the one connection that writes. It tells others that this process is alive; and it is the fence: a
 * new connection gets it only when the server has ended the one before, so that no statement of a lost connection can
 * come late. Thread-safe.
 */
final class WriterLock {

    /** What the session needs: short waits, and a server that notices soon that the client is gone. */
    private static final String SETTINGS = """
            SELECT set_config('lock_timeout', '2000', false),
              set_config('idle_in_transaction_session_timeout', '10000', false),
              set_config('tcp_keepalives_idle', '10', false),
              set_config('tcp_keepalives_interval', '5', false),
              set_config('tcp_keepalives_count', '3', false),
              set_config('tcp_user_timeout', '15000', false),
              CASE WHEN current_setting('synchronous_commit') = 'off'
                THEN set_config('synchronous_commit', 'on', false) END""";

    /** Ends what may be left of our own former connection: nobody else ever takes this number. */
    private static final String END_FORMER = """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pid <> pg_backend_pid()
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (classid::bigint << 32) + objid::bigint = ?""";

    private final SecureRandom random;
    private volatile long number;
    private volatile int connections;

    WriterLock(SecureRandom random) {
        this.random = random;
        this.number = fresh();
    }

    private long fresh() {
        return 1 + (random.nextLong() >>> 2);
    }

    /** Positive; another one after {@link #renew}. */
    long number() {
        return number;
    }

    /** How many connections there have been: one more than when last asked says that the former one was lost. */
    int connections() {
        return connections;
    }

    /** Makes a new connection the one that writes. */
    synchronized void prepare(Connection connection) throws SQLException {
        ask(connection, SETTINGS);
        if (!ask(connection, "SELECT pg_try_advisory_lock(?)", number).equals("t")) {
            ask(connection, END_FORMER, number);
            ask(connection, "SELECT pg_advisory_lock(?)", number);
        }
        connections++;
    }

    /** Takes another number, since the chains under this one were closed. */
    synchronized void renew(Connection connection) throws SQLException {
        long next = fresh();
        ask(connection, "SELECT pg_advisory_lock(?)", next);
        ask(connection, "SELECT pg_advisory_unlock(?)", number);
        number = next;
    }

    private static String ask(Connection connection, String sql, long... parameters) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setLong(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                String first = row.next() ? row.getString(1) : null;
                return first == null ? "" : first;
            }
        }
    }
}
