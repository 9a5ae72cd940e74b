package dev.holdfast.audit.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a query wants of a column.
 *
 * @param sql with one parameter
 * @param wanted null leaves it open
 */
record Condition(String sql, @Nullable String wanted) {

    /** The conditions that are not left open, as the end of a statement. */
    static String where(List<Condition> conditions) {
        String where = conditions.stream()
                .filter(condition -> condition.wanted != null)
                .map(Condition::sql)
                .collect(Collectors.joining(" AND "));
        return where.isEmpty() ? "" : " WHERE " + where;
    }

    /** Sets the parameters of {@link #where}. */
    static void bind(PreparedStatement statement, List<Condition> conditions) throws SQLException {
        int index = 1;
        for (Condition condition : conditions) {
            if (condition.wanted != null) {
                statement.setString(index++, condition.wanted);
            }
        }
    }
}
