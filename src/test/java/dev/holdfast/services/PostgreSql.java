package dev.holdfast.services;

import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * PostgreSQL, with everything a test may do to it as its superuser.
 *
 * <p>Thread-safe. Databases of a shared one belong to the test that made them; roles are everyone's, so a test takes a
 * {@link #freshName fresh name} for each.
 */
public final class PostgreSql {

    private static final String IMAGE = "postgres:15";

    private final String url;
    private final String user;
    private final String password;

    PostgreSql(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** The one server of this JVM, started when it is first asked for. */
    public static PostgreSql shared() {
        return Shared.SERVER;
    }

    /** The JDBC URL of a database, without user and password. */
    public String url(String database) {
        return url.replaceFirst("^(jdbc:postgresql://[^/]+)/[^?]*", "$1/" + database);
    }

    /** Where it listens, for an {@link Interference}. */
    public InetSocketAddress socket() {
        URI uri = URI.create(url.substring("jdbc:".length()));
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort());
    }

    /** The same server, reached through a relay before its {@link #socket()}. */
    public PostgreSql through(Interference interference) {
        String relayed = "jdbc:postgresql://127.0.0.1:" + interference.address().getPort();
        return new PostgreSql(url.replaceFirst("^jdbc:postgresql://[^/]+", relayed), user, password);
    }

    /** The superuser. */
    public String user() {
        return user;
    }

    /** The superuser's password. */
    public String password() {
        return password;
    }

    /** Makes a new, empty database; returns its name. */
    public String freshDatabase() {
        String database = freshName("db");
        execute("postgres", "CREATE DATABASE " + database);
        return database;
    }

    /**
     * Makes a role that may log in, then runs the statements as superuser in the database {@code postgres}.
     *
     * <p>What the role is granted in another database is for {@link #execute}.
     */
    public void role(String name, String password, String... statements) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            PGConnection quoting = connection.unwrap(PGConnection.class);
            statement.execute("CREATE ROLE " + quoting.escapeIdentifier(name) + " LOGIN PASSWORD " + "'"
                    + quoting.escapeLiteral(password) + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        execute("postgres", statements);
    }

    /** Runs statements, each by itself, as superuser. */
    public void execute(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new connection as superuser. */
    public Connection connect(String database) throws SQLException {
        return connect(database, user, password);
    }

    /** A new connection. */
    public Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    /** A name, for a role or a database, that nobody else has taken and that needs no quotes. */
    public static String freshName(String prefix) {
        return OpenBao.freshName(prefix).replace('-', '_');
    }

    /** Started once, when the class is first used. */
    private static final class Shared {

        static final PostgreSql SERVER = start();

        private static PostgreSql start() {
            switch (Source.of(Service.POSTGRESQL)
                    .orElseThrow(() -> new IllegalStateException(Service.POSTGRESQL.missing()))) {
                case ADDRESS:
                    return new PostgreSql(
                            System.getenv(Service.POSTGRESQL.variable()),
                            System.getenv().getOrDefault(Service.POSTGRESQL.variable() + "_USER", "postgres"),
                            System.getenv().getOrDefault(Service.POSTGRESQL.variable() + "_PASSWORD", ""));
                case PROGRAM:
                    return program();
                default:
                    return container();
            }
        }

        /** Its end is seen to by the JVM's. */
        @SuppressWarnings("resource")
        private static PostgreSql program() {
            PostgreSqlServer server = PostgreSqlServer.fresh(false);
            server.start();
            return server.superuser();
        }

        /** Testcontainers removes it when the JVM has ended; the image starts twice, and is ready at the second time. */
        @SuppressWarnings("resource")
        private static PostgreSql container() {
            String password = freshName("password");
            GenericContainer<?> container = new GenericContainer<>(IMAGE)
                    .withExposedPorts(5432)
                    .withCommand("postgres", "-c", "fsync=off")
                    .withEnv("POSTGRES_PASSWORD", password)
                    .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2));
            container.start();
            String url = "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/postgres";
            return new PostgreSql(url, "postgres", password);
        }
    }
}
