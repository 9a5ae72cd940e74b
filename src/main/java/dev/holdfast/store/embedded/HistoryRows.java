package dev.holdfast.store.embedded;

import dev.holdfast.key.ValueMarks;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.Precondition;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretHistory.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All versions of a secret at once, out of the tables and into them; each within the transaction of its caller. */
final class HistoryRows {

    private final SecretRows rows;
    private final Envelope envelope;

    HistoryRows(SecretRows rows, Envelope envelope) {
        this.rows = rows;
        this.envelope = envelope;
    }

    /** The versions that have a value, the oldest first; none when there is no such secret. */
    List<Version> of(Connection connection, KeyPath path) throws SQLException {
        List<Version> versions = new ArrayList<>();
        SecretHead head = rows.head(connection, path);
        if (head == null || head.deleted()) {
            return versions;
        }
        for (Map.Entry<Integer, Kept> kept : kept(connection, head).entrySet()) {
            ReadSecret secret = rows.read(connection, path, kept.getKey());
            if (secret != null) {
                versions.add(new Version(secret, kept.getValue().reason()));
            }
        }
        return versions;
    }

    /** What of a version stands in the open. */
    private record Kept(String fingerprint, @Nullable Remark reason) {}

    private static Map<Integer, Kept> kept(Connection connection, SecretHead head) throws SQLException {
        Map<Integer, Kept> kept = new TreeMap<>();
        String sql = "SELECT version, fingerprint, reason FROM secret_version WHERE secret_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, head.id());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String reason = row.getString(3);
                    kept.put(row.getInt(1), new Kept(row.getString(2), reason == null ? null : Remark.stored(reason)));
                }
            }
        }
        return kept;
    }

    int adopt(Connection connection, SecretHistory history, ValueMarks marks) throws SQLException {
        SecretInfo current = history.current().secret().info();
        SecretHead head = rows.head(connection, history.path());
        SecretHead target = head;
        if (target == null) {
            target = insert(connection, current);
            LabelColumns.set(connection, target, current.labels());
        } else {
            requireBeginning(connection, target, history, marks);
        }
        int written = 0;
        for (Version version : history.versions()) {
            if (head == null || version.number() > head.version()) {
                add(connection, target, version, marks);
                written++;
            } else {
                rows.endAt(
                        connection,
                        target,
                        version.number(),
                        version.secret().info().validUntil());
            }
        }
        if (head != null && written > 0) {
            rows.follow(connection, head, current);
        }
        return written;
    }

    /** What is here must be what the history began with: the same secret by its id, and the same values. */
    private static void requireBeginning(
            Connection connection, SecretHead head, SecretHistory history, ValueMarks marks) throws SQLException {
        Map<Integer, Kept> kept = kept(connection, head);
        boolean same = !head.deleted()
                && head.version() <= history.current().number()
                && head.keyId().equals(history.current().secret().info().keyId());
        for (Version version : history.versions()) {
            Kept here = kept.get(version.number());
            String there =
                    marks.fingerprint(history.path(), version.secret().value()).text();
            same &= version.number() > head.version()
                    || (here != null && here.fingerprint().equals(there));
        }
        if (!same) {
            throw Precondition.otherSecret();
        }
    }

    private SecretHead insert(Connection connection, SecretInfo info) throws SQLException {
        byte[] dataKey = envelope.newDataKey(info.keyId());
        String sql = "INSERT INTO secret (key_id, path, description, data_key, current_version, created_at, updated_at,"
                + " rotated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, info.keyId());
            insert.setString(2, info.path().slashed());
            insert.setString(3, info.description().text());
            insert.setBytes(4, dataKey);
            insert.setInt(5, info.version());
            insert.setLong(6, info.createdAt().toEpochMilli());
            insert.setLong(7, info.updatedAt().toEpochMilli());
            insert.setObject(8, millis(info.rotatedAt()));
            try (ResultSet row = insert.executeQuery()) {
                return new SecretHead(row.getLong(1), info.keyId(), dataKey, info.version(), info.path(), false);
            }
        }
    }

    private void add(Connection connection, SecretHead target, Version version, ValueMarks marks) throws SQLException {
        SecretInfo info = version.secret().info();
        rows.add(
                connection,
                target,
                version.secret().value(),
                info.version(),
                marks.fingerprint(info.path(), version.secret().value()),
                marks.lookup(version.secret().value()),
                version.reason(),
                info.updatedAt());
        rows.endAt(connection, target, info.version(), info.validUntil());
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
