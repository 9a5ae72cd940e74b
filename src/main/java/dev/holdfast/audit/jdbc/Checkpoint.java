package dev.holdfast.audit.jdbc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Where all chains stood at a time, signed, and chained to the checkpoint before.
 *
 * @param number 1 and up, without gaps
 * @param at ISO 8601
 * @param heads the {@link Mark}s as JSON, byte for byte what the hash covers
 */
record Checkpoint(
        long number,
        String at,
        String heads,
        @JsonProperty("prev_hash") String previous,
        String hash) {

    /**
     * The end of a chain.
     *
     * @param closed whether the chain ends here for good
     */
    record Mark(String table, long writer, long seq, String hash, boolean closed) {

        static Mark of(ChainId id, Head head, boolean closed) {
            return new Mark(id.table().sql(), id.writer(), head.seq(), head.hash(), closed);
        }

        ChainId id() {
            return new ChainId(AuditTable.named(table), writer);
        }

        Head head() {
            return new Head(seq, hash);
        }
    }

    /** Signs where chains stand. */
    static Checkpoint of(Chain key, Head before, String at, List<Mark> marks) {
        String heads = Json.of(marks);
        long number = before.seq() + 1;
        return new Checkpoint(number, at, heads, before.hash(), seal(key, number, at, heads, before.hash()));
    }

    private static String seal(Chain key, long number, String at, String heads, String previous) {
        return key.hasher()
                .part("checkpoint")
                .part(number)
                .part(at)
                .part(heads)
                .part(previous)
                .hash();
    }

    /** Whether it is what was signed. */
    boolean holds(Chain key) {
        return Chain.same(seal(key, number, at, heads, previous), hash);
    }

    List<Mark> marks() {
        return List.of(Json.read(heads, Mark[].class));
    }

    /** A line of JSON. */
    String line() {
        return Json.of(this);
    }

    /**
     * Reads a line that {@link #line} made.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Checkpoint of(String line) {
        return Json.read(line, Checkpoint.class);
    }
}
