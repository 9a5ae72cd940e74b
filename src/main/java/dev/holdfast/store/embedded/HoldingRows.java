package dev.holdfast.store.embedded;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.Holding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which versions have a value, found by its proof. */
final class HoldingRows {

    private HoldingRows() {}

    /** For each proof in the same order, by path and from the newest version on. */
    static List<List<Holding>> of(Connection connection, List<byte[]> lookups) throws SQLException {
        String sql =
                "SELECT s.path, v.version, v.valid_until, s.tags FROM secret_version v JOIN secret s ON s.id = v.secret_id"
                        + " WHERE s.deleted_at IS NULL AND v.lookup = ? ORDER BY s.path, v.version DESC";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            List<List<Holding>> all = new ArrayList<>();
            for (byte[] lookup : lookups) {
                select.setBytes(1, lookup);
                all.add(holdings(select));
            }
            return all;
        }
    }

    private static List<Holding> holdings(PreparedStatement select) throws SQLException {
        List<Holding> holdings = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                holdings.add(new Holding(
                        KeyPath.parse(row.getString(1)),
                        row.getInt(2),
                        SecretRows.time(row, 3),
                        LabelColumns.tags(row.getString(4))));
            }
        }
        return holdings;
    }
}
