package dev.holdfast.audit.jdbc;

import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;

/** What was archived and dropped. */
final class RetiredRows {

    private RetiredRows() {}

    static Map<ChainId, Head> ends(Connection connection, Chain key) {
        return new HashMap<>();
    }
}
