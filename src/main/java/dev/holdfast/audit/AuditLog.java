package dev.holdfast.audit;

import java.util.List;
import java.util.function.Consumer;

/**
 * The log that every call leaves a row in: appended, chained by hash, never changed.
 *
 * <p>A row is durable when the method that writes it returns. Implementations are thread-safe, and safe for several
 * processes at once. Every method throws {@link AuditException} when the log cannot be written or read; then nothing may
 * be done that the row would have told of.
 */
public interface AuditLog extends AutoCloseable {

    /** Writes rows that stand by themselves: of reads, of refusals. All or none. */
    void append(List<AuditEvent> events);

    /**
     * Writes decisions, which stay open until {@link #settle} or, when this process ends before, until the next start or
     * another process closes them as {@code INTERRUPTED}.
     *
     * @return a ticket for each, in the same order
     */
    List<Ticket> open(List<AuditEvent> decisions);

    /** Writes the outcomes of decisions, one for each ticket in the same order. All or none. */
    void settle(List<Ticket> tickets, List<AuditEvent> outcomes);

    /** Writes a row about a service's login or token. */
    void append(AuthEvent event);

    /** Hands over the rows that a query wants, the oldest first. */
    void read(AuditQuery query, Consumer<AuditRow> rows);

    /** Hands over the rows about logins and tokens that a query wants, the oldest first. */
    void read(AuthQuery query, Consumer<AuditRow> rows);

    /** Recomputes all chains, and what was signed about their ends. */
    Verification verify();

    /**
     * Signs where all chains stand now, closes those of dead processes, and tells a second place where one is named. The
     * log does so by itself from time to time; where each commit signs the end of its chain, there is nothing to do.
     */
    void checkpoint();

    @Override
    void close();

    /** A decision that is open. */
    record Ticket(long seq) {}
}
