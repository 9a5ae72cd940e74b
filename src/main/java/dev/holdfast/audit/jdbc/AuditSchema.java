package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditException;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Login;
import dev.holdfast.sql.Postgres;
import dev.holdfast.sql.Trouble;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The tables of Holdfast in a PostgreSQL database: made and brought up to date under the login that owns them, and only
 * looked at by everybody else.
 */
public final class AuditSchema {

    /** The version of the tables that this program works with: that of the newest file in {@code db/postgresql}. */
    static final String VERSION = "5";

    private static final String HISTORY = "holdfast_schema_history";
    private static final Pattern ROLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_$-]{0,62}");

    private AuditSchema() {}

    /**
     * Makes the tables, or brings them up to date, and grants a role what Holdfast needs and no more. May be repeated.
     *
     * @param owner who owns the tables, or will
     * @param role what Holdfast runs under; another than the owner, where the audit is to be safe from it
     * @return the version of the tables now
     * @throws AuditException when the database refuses
     * @throws IllegalArgumentException when the role's name has characters that names of roles seldom have
     */
    public static int migrate(Login owner, String role) {
        if (!ROLE.matcher(role).matches()) {
            throw new IllegalArgumentException("A role's name is letters, digits, _, $ and -, 63 at most.");
        }
        try {
            Flyway.configure()
                    .dataSource(Postgres.patient(owner))
                    .locations("classpath:db/postgresql")
                    .table(HISTORY)
                    .placeholders(Map.of("role", role))
                    // The schema may hold tables of others.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
            return Integer.parseInt(VERSION);
        } catch (FlywayException e) {
            throw trouble(e);
        }
    }

    private static AuditException trouble(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Guard.of(Trouble.of(sql));
            }
        }
        return new AuditException(
                "The tables could not be brought up to date.",
                "Check that they were made by Holdfast and not changed by hand, and that this program is not the older one.");
    }

    /**
     * Makes sure that the tables are those that this program works with.
     *
     * <p>Where the database holds none of them and the login may make them, they are made, for whoever tries Holdfast on a
     * machine of their own.
     *
     * @throws AuditException when they are missing, older or newer
     */
    static void check(Database database, Login login) throws SQLException {
        if (!database.read(connection -> Database.hasTable(connection, HISTORY))) {
            String user = database.read(AuditSchema::mayMake);
            if (!user.isEmpty()) {
                var unused = migrate(login, user);
            }
        }
        require(database);
    }

    /**
     * Makes sure of the same, and makes nothing.
     *
     * @throws AuditException when they are missing, older or newer
     */
    static void require(Database database) throws SQLException {
        if (!database.read(connection -> Database.hasTable(connection, HISTORY))) {
            throw Guard.of(Trouble.TABLES_MISSING);
        }
        if (!database.read(AuditSchema::version).equals(VERSION)) {
            throw new AuditException(
                    "The tables in the database are those of another version of Holdfast.",
                    "Run 'holdfast migrate --schema' of the newest version under the owner's login, and use that version everywhere.");
        }
    }

    /** The login's name when it may make tables and nothing of ours is there; otherwise an empty text. */
    private static String mayMake(Connection connection) throws SQLException {
        String sql = "SELECT current_user WHERE has_schema_privilege(current_schema(), 'CREATE')"
                + " AND to_regclass('key_access_audit') IS NULL";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static String version(Connection connection) throws SQLException {
        String sql = "SELECT version FROM " + HISTORY
                + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
