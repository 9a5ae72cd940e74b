package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.Phase;
import dev.holdfast.audit.Status;
import dev.holdfast.secret.KeyPath;
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

    /** What a query wants of all columns that are the same in both databases; time and place are the caller's. */
    static List<Condition> of(AuditQuery query, Condition since, Condition behind) {
        KeyPath path = query.path();
        Status status = query.status();
        return List.of(
                since,
                behind,
                new Condition("key_path = ?", path == null ? null : path.toString()),
                new Condition("service_name = ?", query.agent()),
                new Condition("status = ?", status == null ? null : status.name()),
                new Condition("phase = ?", query.page() == null ? null : Phase.OUTCOME.word()));
    }

    /** The row behind which a query begins, or null. */
    static AuditQuery.@Nullable Place behind(AuditQuery query) {
        AuditQuery.Page page = query.page();
        return page == null ? null : page.after();
    }

    /** The end of a statement that reads no more rows than a query wants. */
    static String limit(AuditQuery query) {
        AuditQuery.Page page = query.page();
        return page == null || page.limit() == 0 ? "" : " LIMIT " + page.limit();
    }

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
