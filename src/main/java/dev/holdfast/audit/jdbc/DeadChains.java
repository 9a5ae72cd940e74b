package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the chains in PostgreSQL whose process is gone, and the decisions that it left open. */
final class DeadChains {

    /** Chains without an end whose number nobody holds. After a start of the server, all have to come back first. */
    private static final String DEAD = """
            SELECT c.table_name, c.writer FROM audit_chain c
            WHERE pg_postmaster_start_time() < clock_timestamp() - ? * interval '1 millisecond'
              AND NOT EXISTS (SELECT 1 FROM audit_chain_end e
                WHERE e.table_name = c.table_name AND e.writer = c.writer)
              AND c.writer NOT IN (SELECT (l.classid::bigint << 32) + l.objid::bigint FROM pg_locks l
                WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            ORDER BY c.writer, c.table_name""";

    /** A request may have several decisions about one path: as many are open as lack an outcome. */
    private static final String OPEN = """
            SELECT array_agg(seq ORDER BY seq) FILTER (WHERE phase = ?), count(*) FILTER (WHERE phase <> ?)
            FROM key_access_audit WHERE writer = ? GROUP BY request_id, action, key_path
            HAVING count(*) FILTER (WHERE phase = ?) > count(*) FILTER (WHERE phase <> ?)""";

    private final PostgresRows accesses;
    private final Duration afterStart;

    /** @param afterStart how long after the server's start everybody is taken to be alive */
    DeadChains(PostgresRows accesses, Duration afterStart) {
        this.accesses = accesses;
        this.afterStart = afterStart;
    }

    /**
     * A chain whose process is gone.
     *
     * @param end its last row when it was looked at
     * @param open values of the decisions that it left open
     */
    record Dead(ChainId id, Head end, List<@Nullable Object[]> open) {}

    List<Dead> find(Connection connection) throws SQLException {
        List<ChainId> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DEAD)) {
            select.setLong(1, afterStart.toMillis());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(new ChainId(AuditTable.named(row.getString(1)), row.getLong(2)));
                }
            }
        }
        List<Dead> dead = new ArrayList<>();
        for (ChainId id : ids) {
            List<@Nullable Object[]> open = id.table() == AuditTable.KEY_ACCESS ? open(connection, id) : List.of();
            dead.add(new Dead(id, end(connection, id), open));
        }
        return dead;
    }

    private static Head end(Connection connection, ChainId id) throws SQLException {
        String sql = "SELECT seq, hash FROM " + id.table().sql() + " WHERE writer = ? ORDER BY seq DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, id.writer());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    return new Head(row.getLong(1), row.getString(2));
                }
                return RetiredRows.end(connection, id).orElse(Head.START);
            }
        }
    }

    private List<@Nullable Object[]> open(Connection connection, ChainId id) throws SQLException {
        List<Long> open = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OPEN)) {
            for (int i : new int[] {1, 2, 4, 5}) {
                select.setString(i, Phase.DECISION.word());
            }
            select.setLong(3, id.writer());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Long[] decisions = (Long[]) row.getArray(1).getArray();
                    // The last ones are taken to be the open ones.
                    for (int i = row.getInt(2); i < decisions.length; i++) {
                        open.add(decisions[i]);
                    }
                }
            }
        }
        Collections.sort(open);
        return rows(connection, id, open);
    }

    private List<@Nullable Object[]> rows(Connection connection, ChainId id, List<Long> seqs) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (seqs.isEmpty()) {
            return rows;
        }
        String sql = accesses.select() + " WHERE writer = ? AND seq = ANY (?) ORDER BY seq";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, id.writer());
            select.setArray(2, connection.createArrayOf("bigint", seqs.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(accesses.values(row));
                }
            }
        }
        return rows;
    }
}
