package dev.holdfast.store.embedded;

import dev.holdfast.key.ValueMarks;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Proves that every value opens and is what its row says of it; within the transaction of its caller. */
final class ValueProof {

    private static final String ALL =
            "FROM secret_version v JOIN secret s ON s.id = v.secret_id WHERE v.sealed IS NOT NULL";

    private final Envelope envelope;
    private final ValueMarks marks;

    ValueProof(Envelope envelope, ValueMarks marks) {
        this.envelope = envelope;
        this.marks = marks;
    }

    int prove(Connection connection, EmbeddedStore.Progress progress) throws SQLException {
        int all = count(connection);
        int done = 0;
        String sql = "SELECT s.id, s.key_id, s.data_key, s.path, v.version, v.sealed, v.fingerprint, v.lookup " + ALL;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                progress.at(done, all);
                prove(row);
                done++;
            }
        }
        return done;
    }

    private static int count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) " + ALL);
                ResultSet row = select.executeQuery()) {
            return row.getInt(1);
        }
    }

    private void prove(ResultSet row) throws SQLException {
        KeyPath path = KeyPath.parse(row.getString(4));
        int version = row.getInt(5);
        SecretHead head = new SecretHead(row.getLong(1), row.getString(2), row.getBytes(3), version, path, false);
        try (SecretValue value = envelope.open(head, path, version, row.getBytes(6))) {
            boolean same = marks.fingerprint(path, value).text().equals(row.getString(7))
                    && Arrays.equals(marks.lookup(value), row.getBytes(8));
            if (!same) {
                throw StoreException.unavailable(
                        "A stored value is another than its row says.", "Take another backup; nothing was changed.");
            }
        }
    }
}
