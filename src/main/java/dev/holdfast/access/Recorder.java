package dev.holdfast.access;

import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.audit.Delivery;
import dev.holdfast.audit.LaterRows;
import dev.holdfast.audit.Phase;
import dev.holdfast.audit.Status;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of calls. A row that cannot be written refuses the call with {@code AUDIT_UNAVAILABLE}, whatever else
 * was to be said: no row, no act.
 */
final class Recorder {

    private final AuditLog log;

    Recorder(AuditLog log) {
        this.log = log;
    }

    /**
     * What a row is about.
     *
     * @param note which of the acts that need the same right it is, for the row's reason; null for the usual one
     * @param delivery how a service's read was answered; null for any other call
     */
    record Subject(
            Action action,
            @Nullable KeyPath path,
            @Nullable Integer version,
            @Nullable Fingerprint fingerprint,
            @Nullable String note,
            @Nullable Delivery delivery) {

        Subject(Action action, @Nullable KeyPath path) {
            this(action, path, null, null, null, null);
        }

        Subject at(int read, @Nullable Fingerprint proof) {
            return new Subject(action, path, read, proof, note, delivery);
        }

        Subject noting(String words) {
            return new Subject(action, path, version, fingerprint, words, delivery);
        }

        Subject delivered(Delivery how) {
            return new Subject(action, path, version, fingerprint, note, how);
        }
    }

    /** A decision that waits for its outcome. */
    record Decision(Ticket ticket, Subject subject) {

        /** The same, of this version. */
        Decision at(int version, @Nullable Fingerprint fingerprint) {
            return new Decision(ticket, subject.at(version, fingerprint));
        }
    }

    /** Refuses, with its row, who is not recognised or not permitted. */
    void require(Call call, Subject subject, Supplier<Boolean> permitted) {
        if (!call.recognised()) {
            throw refused(call, subject, Refusals.unauthenticated());
        }
        if (!permitted.get()) {
            throw refused(call, subject, Refusals.denied(subject.action()));
        }
    }

    /** As the other, of a secret of which the facts are known. */
    void require(Call call, Subject subject, SecretInfo info) {
        require(call, subject, () -> call.permits(subject.action(), info));
    }

    /** Writes the row of a refusal and gives the refusal back to be thrown. */
    Refusal refused(Call call, Subject subject, Refusal refusal) {
        guarded(() -> {
            log.append(List.of(event(call, Phase.OUTCOME, subject, status(refusal.reason()), refusal)));
            return true;
        });
        return refusal.of(call.requestId());
    }

    void granted(Call call, Subject subject) {
        guarded(() -> {
            log.append(List.of(event(call, Phase.OUTCOME, subject, Status.GRANTED, null)));
            return true;
        });
    }

    /**
     * How one of many reads of a call ended.
     *
     * @param refusal null when it was answered
     */
    record Read(Subject subject, Status status, @Nullable Refusal refusal) {

        static Read refused(Subject subject, Refusal refusal) {
            return new Read(subject, Recorder.status(refusal.reason()), refusal);
        }
    }

    /**
     * Writes a row for each of many reads, all or none.
     *
     * @param later takes the rows where all were answered and need not be durable yet; or null
     */
    void read(Call call, List<Read> reads, @Nullable LaterRows later) {
        List<AuditEvent> events = reads.stream()
                .map(read -> event(call, Phase.OUTCOME, read.subject(), read.status(), read.refusal()))
                .toList();
        boolean answered = reads.stream().allMatch(read -> read.refusal() == null);
        guarded(() -> {
            if (later != null && answered) {
                later.append(events);
            } else {
                log.append(events);
            }
            return true;
        });
    }

    List<Decision> decided(Call call, List<Subject> subjects) {
        List<AuditEvent> events = subjects.stream()
                .map(subject -> event(call, Phase.DECISION, subject, Status.ALLOWED, null))
                .toList();
        List<Ticket> tickets = guarded(() -> log.open(events));
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < tickets.size(); i++) {
            decisions.add(new Decision(tickets.get(i), subjects.get(i)));
        }
        return decisions;
    }

    void done(Call call, List<Decision> decisions) {
        settle(call, decisions, Status.DONE, null);
    }

    /** Writes that what was decided did not come about, and gives the refusal back to be thrown. */
    Refusal failed(Call call, List<Decision> decisions, Refusal refusal) {
        settle(call, decisions, status(refusal.reason()), refusal);
        return refusal.of(call.requestId());
    }

    private void settle(Call call, List<Decision> decisions, Status status, @Nullable Refusal refusal) {
        List<Ticket> tickets = decisions.stream().map(Decision::ticket).toList();
        List<AuditEvent> events = decisions.stream()
                .map(decision -> event(call, Phase.OUTCOME, decision.subject(), status, refusal))
                .toList();
        guarded(() -> {
            log.settle(tickets, events);
            return true;
        });
    }

    private static AuditEvent event(Call call, Phase phase, Subject subject, Status status, @Nullable Refusal refusal) {
        return new AuditEvent(
                call.requestId(),
                phase,
                call.actor(),
                subject.action(),
                subject.path(),
                subject.version(),
                status,
                refusal == null ? subject.note() : refusal.reason().name(),
                subject.fingerprint(),
                subject.delivery());
    }

    private static Status status(Reason reason) {
        return switch (reason) {
            case INVALID_KEY_PATH, INVALID_DESCRIPTION, INVALID_VALUE, INVALID_ARGUMENT -> Status.INVALID;
            case UNAUTHENTICATED, ACCESS_DENIED, COMPROMISED, STORE_FIRST, ENV_REFUSED -> Status.DENIED;
            case RATE_LIMITED -> Status.RATE_LIMITED;
            case NOT_FOUND, VERSION_CONFLICT, STORE_UNAVAILABLE, AUDIT_UNAVAILABLE, INTERNAL -> Status.FAILED;
        };
    }

    private static <T> T guarded(Supplier<T> write) {
        try {
            return write.get();
        } catch (AuditException e) {
            throw Refusal.unwritten(e);
        }
    }

    /** Writes the row of what was stored; without it the refusal says what was. */
    static void afterStoring(KeyPath path, int version, Runnable row) {
        try {
            row.run();
        } catch (Refusal e) {
            throw e.after(path, version);
        }
    }
}
