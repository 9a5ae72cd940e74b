package dev.holdfast.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where connections to PostgreSQL come from: each with limits of time, with the password of the moment, and prepared by
 * whoever asked for it before anybody uses it.
 */
final class LoginSource extends PGSimpleDataSource {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final transient Login login;
    private final transient Database.Change prepare;

    /** @param answer how long the server may take for an answer; zero for as long as it likes */
    LoginSource(Login login, Duration answer, Database.Change prepare) {
        this.login = login;
        this.prepare = prepare;
        setUrl(login.url());
        setConnectTimeout((int) CONNECT.toSeconds());
        setSocketTimeout((int) answer.toSeconds());
        setTcpKeepAlive(true);
        setApplicationName("holdfast");
        // What the server says of a row that it refuses stays there.
        setLogServerErrorDetail(false);
    }

    @Override
    public Connection getConnection() throws SQLException {
        char[] password = login.password();
        if (password == null) {
            throw new SQLException("no password", Trouble.NO_PASSWORD_STATE);
        }
        Connection connection;
        try {
            connection = getConnection(login.user(), new String(password));
        } finally {
            Arrays.fill(password, '\0');
        }
        try {
            prepare.with(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
