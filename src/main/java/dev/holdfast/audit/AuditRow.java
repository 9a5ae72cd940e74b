package dev.holdfast.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was read: its place in the chain, and its fields by column name in the order of the table.
 *
 * @param seq number in the chain, counted from 1
 * @param fields text or numbers, null where a row says nothing
 */
public record AuditRow(long seq, Map<String, @Nullable Object> fields) {

    /** The text of a column, or an empty string when the row says nothing there. */
    public String text(String column) {
        Object value = fields.get(column);
        return value == null ? "" : value.toString();
    }
}
