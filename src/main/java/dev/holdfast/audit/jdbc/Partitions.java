package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The parts of the tables, one a day (UTC), which the server makes for us where they are missing. */
final class Partitions {

    private static final String OUT_OF_RANGE = "22023";

    private Partitions() {}

    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /**
     * Makes those of the day of a time.
     *
     * @throws AuditException when the server will not, since the day is not near to its own
     */
    static void make(Connection connection, Instant time) throws SQLException {
        if (present(connection, day(time))) {
            return;
        }
        try (PreparedStatement call = connection.prepareStatement("SELECT audit_partitions(?::text::date)")) {
            call.setString(1, day(time).toString());
            call.execute();
        } catch (SQLException e) {
            if (OUT_OF_RANGE.equals(e.getSQLState())) {
                throw new AuditException(
                        "The clock of this machine and that of the database server are more than a day apart.",
                        "Set the clocks right, then call again; no restart is needed.");
            }
            throw e;
        }
    }

    private static boolean present(Connection connection, LocalDate day) throws SQLException {
        String sql = "SELECT count(*) FROM unnest(?::text[]) AS name WHERE to_regclass(name) IS NOT NULL";
        String suffix = "_" + day.toString().replace("-", "");
        Object[] names = {AuditTable.KEY_ACCESS.sql() + suffix, AuditTable.SERVICE_AUTH.sql() + suffix};
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("text", names));
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getInt(1) == names.length;
            }
        }
    }
}
