package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditLog.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one table that are committed together, and the tickets that come of them or are settled by them. */
final class Batch {

    final List<@Nullable Object[]> rows;
    final List<Ticket> settled;
    final boolean opens;

    /** Set by the commit, before the waiting thread goes on. */
    List<Ticket> opened = List.of();

    private Batch(List<@Nullable Object[]> rows, List<Ticket> settled, boolean opens) {
        this.rows = rows;
        this.settled = settled;
        this.opens = opens;
    }

    static Batch of(List<@Nullable Object[]> rows) {
        return new Batch(rows, List.of(), false);
    }

    static Batch opening(List<@Nullable Object[]> rows) {
        return new Batch(rows, List.of(), true);
    }

    static Batch settling(List<Ticket> tickets, List<@Nullable Object[]> rows) {
        return new Batch(rows, List.copyOf(tickets), false);
    }
}
