package dev.holdfast.audit.jdbc;

import dev.holdfast.services.PostgreSql;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import dev.holdfast.store.TestClock;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL database with the tables of Holdfast, a role that owns them and one that Holdfast runs under. */
final class AuditDatabase {

    static final byte[] KEY = new byte[32];

    /** No checkpoint by itself, and nobody is spared after a start of the server. */
    static final PostgresAuditLog.Settings BY_HAND =
            new PostgresAuditLog.Settings(Duration.ofDays(1000), Duration.ZERO, null);

    private static final int DAYS = 4;

    private final PostgreSql server;
    private final String name;
    private final String owner;
    private final String role;

    private AuditDatabase(PostgreSql server, String name, String owner, String role) {
        this.server = server;
        this.name = name;
        this.owner = owner;
        this.role = role;
    }

    /** An empty database, in which the owner may make tables. */
    static AuditDatabase empty(PostgreSql server) {
        String name = server.freshDatabase();
        String owner = PostgreSql.freshName("owner");
        String role = PostgreSql.freshName("app");
        server.role(owner, owner);
        server.role(role, role);
        server.execute(name, "GRANT CREATE ON SCHEMA public TO " + owner);
        return new AuditDatabase(server, name, owner, role);
    }

    /** One with tables, and with partitions for the days from the test clock's start on. */
    static AuditDatabase migrated(PostgreSql server) {
        AuditDatabase database = empty(server);
        AuditSchema.migrate(database.owner(), database.role());
        for (int day = 0; day < DAYS; day++) {
            database.makePartitions(
                    TestClock.START.atZone(ZoneOffset.UTC).toLocalDate().plusDays(day));
        }
        return database;
    }

    /** A copy as of now; nobody may be connected. */
    AuditDatabase copy() {
        String copy = PostgreSql.freshName("copy");
        server.execute("postgres", "CREATE DATABASE " + copy + " TEMPLATE " + name);
        return new AuditDatabase(server, copy, owner, role);
    }

    AuditDatabase through(PostgreSql relayed) {
        return new AuditDatabase(relayed, name, owner, role);
    }

    String role() {
        return role;
    }

    Login owner() {
        return login(owner);
    }

    Login app() {
        return login(role);
    }

    private Login login(String user) {
        return new Login(server.url(name), user, user::toCharArray);
    }

    /** What a process has open: the log and the connections that it reads by. */
    record Opened(PostgresAuditLog log, Database database) implements AutoCloseable {

        @Override
        public void close() {
            log.close();
            database.close();
        }
    }

    Opened open(Clock clock) {
        return open(clock, BY_HAND);
    }

    Opened open(Clock clock, PostgresAuditLog.Settings settings) {
        return open(app(), clock, settings);
    }

    static Opened open(Login login, Clock clock, PostgresAuditLog.Settings settings) {
        try {
            Database database = Postgres.open(login);
            try {
                return new Opened(
                        PostgresAuditLog.open(database, login, KEY, settings, clock, new SecureRandom()), database);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs statements as superuser. */
    void sql(String... statements) {
        server.execute(name, statements);
    }

    /** A new connection as superuser. */
    Connection connect() throws SQLException {
        return server.connect(name);
    }

    Connection connectAsApp() throws SQLException {
        return server.connect(name, role, role);
    }

    /** The first column of what a query finds, as superuser. */
    List<String> column(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the partitions of a day under the owner, as the functions of the server do. */
    void makePartitions(LocalDate day) {
        sql("SET ROLE " + owner, "SELECT audit_make_partitions(DATE '" + day + "')");
    }

    /** Ends the connections of the role, as if its process had been killed. */
    void cutOff() {
        sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role + "'");
    }
}
