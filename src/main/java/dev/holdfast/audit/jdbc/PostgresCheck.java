package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditException;
import dev.holdfast.health.Finding;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import dev.holdfast.sql.Trouble;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What can go wrong with the audit's database, tried one by one: login, encryption, clock, tables, rights.
 *
 * <p>Reads only. Where the database cannot be entered, the rest is left out.
 */
public final class PostgresCheck {

    private static final Duration MOST_SKEW = Duration.ofSeconds(30);
    private static final String LOGIN = "database";
    private static final String TABLES = "audit tables";
    private static final String RIGHTS = "audit rights";

    private PostgresCheck() {}

    /** What was found, in the order in which it was tried. */
    public static List<Finding> run(Login login, Clock clock) {
        List<Finding> findings = new ArrayList<>();
        try (Database database = Postgres.open(login)) {
            findings.add(Finding.ok(LOGIN, "PostgreSQL lets " + login.user() + " in"));
            findings.add(database.read(PostgresCheck::encryption));
            findings.add(database.read(connection -> clockOf(connection, clock)));
            Finding tables = tables(database);
            findings.add(tables);
            if (tables.health() == Finding.Health.OK) {
                findings.add(database.read(PostgresCheck::rights));
            }
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            findings.add(Finding.fail(LOGIN, trouble.problem(), trouble.hint()));
        }
        return findings;
    }

    private static Finding encryption(Connection connection) throws SQLException {
        String sql = "SELECT ssl OR inet_server_addr() IS NULL OR inet_server_addr() << '127.0.0.0/8' OR"
                + " inet_server_addr() = '::1' FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        return is(connection, sql)
                ? Finding.ok("database TLS", "the connection is encrypted, or stays on this machine")
                : Finding.note(
                        "database TLS",
                        "the connection leaves this machine unencrypted",
                        "Add ?sslmode=verify-full to audit.url.");
    }

    private static Finding clockOf(Connection connection, Clock clock) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            Instant server = row.getObject(1, OffsetDateTime.class).toInstant();
            Duration apart = Duration.between(server, clock.instant()).abs();
            return apart.compareTo(MOST_SKEW) <= 0
                    ? Finding.ok("database clock", "it agrees with this machine's")
                    : Finding.fail(
                            "database clock",
                            "it is " + apart.toSeconds() + " s from this machine's",
                            "Set both by a time service: rows go into the partition of their day.");
        }
    }

    private static Finding tables(Database database) throws SQLException {
        try {
            AuditSchema.require(database);
            return Finding.ok(TABLES, "they are at version " + AuditSchema.VERSION);
        } catch (AuditException e) {
            return Finding.fail(TABLES, e.problem(), e.hint());
        }
    }

    private static Finding rights(Connection connection) throws SQLException {
        if (!is(
                connection,
                "SELECT bool_and(has_table_privilege(name, 'SELECT') AND has_table_privilege(name, 'INSERT'))"
                        + " FROM unnest(ARRAY['key_access_audit', 'service_auth_audit', 'audit_checkpoint']) AS name")) {
            return Finding.fail(
                    RIGHTS,
                    "the login may not add or read rows",
                    "Let the tables' owner run 'holdfast migrate --schema', which grants what is needed.");
        }
        boolean mayChange = is(
                connection,
                "SELECT bool_or(has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')"
                        + " OR has_table_privilege(c.oid, 'TRUNCATE')) FROM pg_class c WHERE c.relkind IN ('r', 'p')"
                        + " AND c.relnamespace = current_schema()::regnamespace"
                        + " AND (c.relname LIKE 'key_access_audit%' OR c.relname LIKE 'service_auth_audit%')");
        return mayChange
                ? Finding.note(
                        RIGHTS,
                        "the login may also change and remove rows",
                        "Use a role of its own as audit.user, and the tables' owner as audit.owner.")
                : Finding.ok(RIGHTS, "rows can be added and read, and not changed or removed");
    }

    private static boolean is(Connection connection, String sql) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
