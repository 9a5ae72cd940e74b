package dev.holdfast.store.embedded;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.Write;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of the embedded store, each within the transaction of its caller. */
final class SecretRows {

    private static final String FACTS = """
            SELECT s.id, s.path, s.key_id, s.data_key, s.description, s.created_at, s.rotated_at, s.current_version,
                   v.version, v.fingerprint, v.created_at AS updated_at, v.valid_until,
                   s.owner, s.tags%s
            FROM secret s JOIN secret_version v ON v.secret_id = s.id
            """;

    private static final String ONE =
            "WHERE s.deleted_at IS NULL AND s.path = ? AND v.version = coalesce(?, s.current_version)";

    private static final String PAGE =
            "WHERE s.deleted_at IS NULL AND v.version = s.current_version AND s.path > ? AND s.path >= ? AND s.path < ?"
                    + " ORDER BY s.path LIMIT ?";

    private final Envelope envelope;
    private final SecureRandom random;

    SecretRows(Envelope envelope, SecureRandom random) {
        this.envelope = envelope;
        this.random = random;
    }

    @Nullable
    SecretHead head(Connection connection, KeyPath path) throws SQLException {
        String sql = "SELECT id, key_id, data_key, current_version, deleted_at FROM secret WHERE path = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, path.slashed());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new SecretHead(
                                row.getLong(1),
                                row.getString(2),
                                row.getBytes(3),
                                row.getInt(4),
                                path,
                                time(row, 5) != null)
                        : null;
            }
        }
    }

    SecretHead insert(Connection connection, KeyPath path, Write write, Instant now) throws SQLException {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String keyId = "key_" + HexFormat.of().formatHex(id);
        byte[] dataKey = envelope.newDataKey(keyId);
        Description description = write.description();
        String sql = "INSERT INTO secret (key_id, path, description, data_key, current_version, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, 1, ?, ?) RETURNING id";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, keyId);
            insert.setString(2, path.slashed());
            insert.setString(3, description == null ? "" : description.text());
            insert.setBytes(4, dataKey);
            insert.setLong(5, now.toEpochMilli());
            insert.setLong(6, now.toEpochMilli());
            try (ResultSet row = insert.executeQuery()) {
                return new SecretHead(row.getLong(1), keyId, dataKey, 0, path, false);
            }
        }
    }

    /** Gives the current version its end: now, or when its grace is over. */
    void end(Connection connection, SecretHead head, Instant now, Duration grace) throws SQLException {
        endAt(connection, head, head.version(), now.plus(grace));
    }

    void endAt(Connection connection, SecretHead head, int version, @Nullable Instant end) throws SQLException {
        update(
                connection,
                "UPDATE secret_version SET valid_until = ? WHERE secret_id = ? AND version = ?",
                end == null ? null : end.toEpochMilli(),
                head.id(),
                version);
    }

    /** Ends all versions of a deleted secret, which a new one takes the place of. */
    void endAll(Connection connection, SecretHead head, Instant now) throws SQLException {
        update(
                connection,
                "UPDATE secret_version SET valid_until = ? WHERE secret_id = ? AND (valid_until IS NULL OR valid_until > ?)",
                now.toEpochMilli(),
                head.id(),
                now.toEpochMilli());
    }

    boolean delete(Connection connection, KeyPath path, Instant now) throws SQLException {
        return 1
                == update(
                        connection,
                        "UPDATE secret SET deleted_at = ? WHERE path = ? AND deleted_at IS NULL",
                        now.toEpochMilli(),
                        path.slashed());
    }

    boolean undelete(Connection connection, KeyPath path) throws SQLException {
        return 1
                == update(
                        connection,
                        "UPDATE secret SET deleted_at = NULL WHERE path = ? AND deleted_at IS NOT NULL",
                        path.slashed());
    }

    void add(
            Connection connection,
            SecretHead head,
            SecretValue value,
            int version,
            Fingerprint fingerprint,
            byte[] lookup,
            @Nullable Remark reason,
            Instant now)
            throws SQLException {
        update(
                connection,
                "INSERT INTO secret_version (secret_id, version, sealed, fingerprint, lookup, reason, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                head.id(),
                version,
                envelope.seal(head, head.path(), version, value),
                fingerprint.text(),
                lookup,
                reason == null ? null : reason.text(),
                now.toEpochMilli());
    }

    void update(Connection connection, SecretHead head, int version, Write write, Instant now) throws SQLException {
        Description description = write.description();
        update(
                connection,
                "UPDATE secret SET current_version = ?, updated_at = ?, deleted_at = NULL, description = coalesce(?, description),"
                        + " rotated_at = coalesce(?, rotated_at) WHERE id = ?",
                version,
                now.toEpochMilli(),
                description == null ? null : description.text(),
                write.rotation() ? now.toEpochMilli() : null,
                head.id());
    }

    /** Gives a secret the facts of a later version that was taken over, and ends what it had before that version's grace. */
    void follow(Connection connection, SecretHead head, SecretInfo current) throws SQLException {
        update(
                connection,
                "UPDATE secret SET current_version = ?, updated_at = ?, rotated_at = ?, description = ? WHERE id = ?",
                current.version(),
                current.updatedAt().toEpochMilli(),
                current.rotatedAt() == null ? null : current.rotatedAt().toEpochMilli(),
                current.description().text(),
                head.id());
        LabelColumns.set(connection, head, current.labels());
        update(
                connection,
                "UPDATE secret_version SET valid_until = ?, sealed = NULL"
                        + " WHERE secret_id = ? AND version < ? AND valid_until IS NULL",
                current.updatedAt().toEpochMilli(),
                head.id(),
                current.version());
    }

    /** Destroys the values whose grace is over; what remains of them says only that they were. */
    void destroyExpired(Connection connection, SecretHead head, Instant now) throws SQLException {
        update(
                connection,
                "UPDATE secret_version SET sealed = NULL"
                        + " WHERE secret_id = ? AND valid_until <= ? AND sealed IS NOT NULL",
                head.id(),
                now.toEpochMilli());
    }

    @Nullable
    SecretInfo info(Connection connection, KeyPath path, @Nullable Integer version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FACTS.formatted("") + ONE)) {
            select.setString(1, path.slashed());
            select.setObject(2, version);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? info(row) : null;
            }
        }
    }

    @Nullable
    ReadSecret read(Connection connection, KeyPath path, @Nullable Integer version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FACTS.formatted(", v.sealed") + ONE)) {
            select.setString(1, path.slashed());
            select.setObject(2, version);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                byte[] sealed = row.getBytes("sealed");
                if (sealed == null) {
                    return null;
                }
                SecretInfo info = info(row);
                SecretHead head = new SecretHead(
                        row.getLong("id"), info.keyId(), row.getBytes("data_key"), info.version(), info.path(), false);
                return new ReadSecret(info, envelope.open(head, path, info.version(), sealed));
            }
        }
    }

    List<SecretInfo> list(Connection connection, String prefix, String after, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FACTS.formatted("") + PAGE)) {
            select.setString(1, after);
            select.setString(2, prefix);
            // A path is lower-case ASCII, so this bound is above every path with the prefix.
            select.setString(3, prefix + '\u007f');
            select.setInt(4, limit);
            List<SecretInfo> infos = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    infos.add(info(row));
                }
            }
            return infos;
        }
    }

    private static SecretInfo info(ResultSet row) throws SQLException {
        // By number, in the order of FACTS: a list asks for ten names in each of its rows.
        int version = row.getInt(9);
        return new SecretInfo(
                KeyPath.parse(row.getString(2)),
                row.getString(3),
                version,
                Description.stored(row.getString(5)),
                LabelColumns.of(row, 13),
                new Fingerprint(row.getString(10)),
                Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(11)),
                time(row, 7),
                null,
                time(row, 12),
                true,
                version == row.getInt(8),
                false);
    }

    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
