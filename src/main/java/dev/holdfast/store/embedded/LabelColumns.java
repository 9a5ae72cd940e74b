package dev.holdfast.store.embedded;

import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.Tags;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The labels of a secret in its row: {@code owner}, and {@code tags} with a blank between them; null where there are none. */
final class LabelColumns {

    private LabelColumns() {}

    /** Those of a row that has the two columns side by side, from this one on. */
    static Labels of(ResultSet row, int column) throws SQLException {
        String owner = row.getString(column);
        String tags = row.getString(column + 1);
        if (owner == null && tags == null) {
            return Labels.NONE;
        }
        return new Labels(owner == null ? null : Owner.stored(owner), tags(tags));
    }

    /** Those of a row whose column has them. */
    static Tags tags(@Nullable String column) {
        return column == null ? Tags.NONE : Tags.stored(List.of(column.split(" ", -1)));
    }

    /** Puts these in place of the present ones; null leaves those. */
    static void set(Connection connection, SecretHead head, @Nullable Labels labels) throws SQLException {
        if (labels == null) {
            return;
        }
        Owner owner = labels.owner();
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE secret SET owner = ?, tags = ? WHERE id = ?")) {
            update.setString(1, owner == null ? null : owner.text());
            update.setString(
                    2,
                    labels.tags().isEmpty()
                            ? null
                            : String.join(" ", labels.tags().words()));
            update.setLong(3, head.id());
            update.executeUpdate();
        }
    }
}
