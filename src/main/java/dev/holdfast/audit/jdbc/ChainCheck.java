package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.jdbc.Checkpoint.Mark;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chains of one table, row by row in the order of writer and number, and holds them against what is known of
 * their beginnings and ends. Used by one thread.
 */
final class ChainCheck {

    private final Chain chain;
    private final Hasher hasher;
    private final AuditTable table;
    private final Map<ChainId, Mark> marks;
    private final Map<ChainId, Head> starts;
    private final Set<ChainId> registered;
    private final Set<ChainId> seen = new HashSet<>();

    private long rows;
    private @Nullable ChainId id;
    private @Nullable Mark mark;
    private Head last = Head.START;

    /**
     * @param marks the last end of each chain that was signed
     * @param starts where chains begin whose first rows were archived
     * @param registered all chains that were begun
     */
    ChainCheck(
            Chain chain,
            AuditTable table,
            Map<ChainId, Mark> marks,
            Map<ChainId, Head> starts,
            Set<ChainId> registered) {
        this.chain = chain;
        this.hasher = chain.hasher();
        this.table = table;
        this.marks = marks;
        this.starts = starts;
        this.registered = registered;
    }

    AuditTable table() {
        return table;
    }

    /** How many rows hold. */
    long rows() {
        return rows;
    }

    void row(long writer, @Nullable Object[] values, long seq, String previous, String hash) {
        if (id == null || id.writer() != writer) {
            begin(new ChainId(table, writer));
        }
        long expected = last.seq() + 1;
        if (seq != expected) {
            throw fault(
                    seq > expected
                            ? "row " + expected + " is missing."
                            : "row " + seq + " was inserted, or is one that was archived.");
        }
        if (!Chain.same(last.hash(), previous) || !Chain.same(chain.hash(hasher, values, seq, previous), hash)) {
            throw fault("row " + seq + " was changed, inserted or moved.");
        }
        if (mark != null && seq == mark.seq() && !Chain.same(mark.hash(), hash)) {
            throw fault("row " + seq + " is not the one that a checkpoint names.");
        }
        last = new Head(seq, hash);
        rows++;
    }

    private void begin(ChainId next) {
        end();
        id = next;
        mark = marks.get(next);
        last = starts.getOrDefault(next, Head.START);
        seen.add(next);
        if (!registered.contains(next)) {
            throw fault("its beginning was not noted, or the note was removed.");
        }
    }

    private void end() {
        if (mark == null) {
            return;
        }
        if (last.seq() < mark.seq()) {
            throw fault(
                    "the rows after row " + last.seq() + " are missing: a checkpoint names row " + mark.seq() + ".");
        }
        if (mark.closed() && last.seq() > mark.seq()) {
            throw fault("rows were added after its end, which is row " + mark.seq() + ".");
        }
    }

    /** After the last row: the chains that have no row left must be those that were archived whole. */
    void finish() {
        end();
        for (ChainId other : registered) {
            if (other.table() == table && !seen.contains(other)) {
                missing(other);
            }
        }
        for (ChainId other : marks.keySet()) {
            if (other.table() == table && !registered.contains(other)) {
                missing(other);
            }
        }
    }

    private void missing(ChainId other) {
        id = other;
        mark = marks.get(other);
        last = starts.getOrDefault(other, Head.START);
        if (last.seq() == 0) {
            throw fault("all its rows are missing.");
        }
        end();
    }

    private Fault fault(String what) {
        return new Fault("In " + (id == null ? table.sql() : id.words()) + ": " + what);
    }
}
