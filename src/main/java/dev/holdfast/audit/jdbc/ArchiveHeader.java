package dev.holdfast.audit.jdbc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The first line of an archive: whose rows it holds, and where the chains stood before and after them.
 *
 * @param format {@link #FORMAT}
 * @param day UTC, as {@code 2026-03-01}
 * @param previous the seal of the archive before, of the same table; 64 zeros for the first
 */
record ArchiveHeader(String format, String table, String day, long rows, String previous, List<Span> chains) {

    static final String FORMAT = "holdfast-audit-archive/1";

    ArchiveHeader {
        chains = List.copyOf(chains);
    }

    /**
     * The part of a chain that lies in an archive.
     *
     * @param previous the hash of the row before the first
     * @param hash that of the last row
     */
    record Span(
            long writer,
            long first,
            @JsonProperty("prev_hash") String previous,
            long last,
            String hash) {

        Head before() {
            return new Head(first - 1, previous);
        }

        Head end() {
            return new Head(last, hash);
        }
    }
}
