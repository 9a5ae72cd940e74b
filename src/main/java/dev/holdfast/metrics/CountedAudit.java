package dev.holdfast.metrics;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditRow;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.AuthQuery;
import dev.holdfast.audit.Verification;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The audit, counted: nothing happens without a row, so whoever sees the rows sees what happened. What could not be written
 * did not happen, and is counted as a failure alone.
 */
final class CountedAudit implements AuditLog {

    private final AuditLog log;
    private final Tally tally;

    CountedAudit(AuditLog log, Tally tally) {
        this.log = log;
        this.tally = tally;
    }

    private <T> T timed(Supplier<T> write) {
        long begin = System.nanoTime();
        try {
            T written = write.get();
            tally.written(Duration.ofNanos(System.nanoTime() - begin));
            return written;
        } catch (AuditException e) {
            tally.notWritten();
            throw e;
        }
    }

    @Override
    public void append(List<AuditEvent> events) {
        var unused = timed(() -> {
            log.append(events);
            return true;
        });
        events.forEach(tally::row);
    }

    @Override
    public List<Ticket> open(List<AuditEvent> decisions) {
        return timed(() -> log.open(decisions));
    }

    @Override
    public void settle(List<Ticket> tickets, List<AuditEvent> outcomes) {
        var unused = timed(() -> {
            log.settle(tickets, outcomes);
            return true;
        });
        outcomes.forEach(tally::row);
    }

    @Override
    public void append(AuthEvent event) {
        var unused = timed(() -> {
            log.append(event);
            return true;
        });
        tally.row(event);
    }

    @Override
    public void read(AuditQuery query, Consumer<AuditRow> rows) {
        log.read(query, rows);
    }

    @Override
    public void read(AuthQuery query, Consumer<AuditRow> rows) {
        log.read(query, rows);
    }

    @Override
    public Verification verify() {
        return log.verify();
    }

    @Override
    public void checkpoint() {
        log.checkpoint();
    }

    @Override
    public void close() {
        log.close();
    }
}
