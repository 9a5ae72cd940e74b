package dev.holdfast.access;

import dev.holdfast.access.Recorder.Decision;
import dev.holdfast.access.Recorder.Subject;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.policy.Action;
import java.util.List;
import java.util.function.Supplier;

/** The rows of work on the store as a whole: its backups, a backup put in place, another master key. For callers with {@code admin} alone. */
public final class Safekeeping {

    private static final Subject SUBJECT = new Subject(Action.ADMIN, null);

    private final Recorder recorder;

    public Safekeeping(AuditLog audit) {
        this.recorder = new Recorder(audit);
    }

    /** What is done; the row names it. */
    public enum Work {
        BACKUP,
        RESTORE,
        REKEY
    }

    /** Refuses who may not, else writes the row and does the work; a work that fails gets a row that says so. */
    public <T> T done(Call call, Work work, Supplier<T> act) {
        recorder.require(call, SUBJECT, () -> call.authority().administers());
        recorder.granted(call, SUBJECT.noting(work.name()));
        try {
            return act.get();
        } catch (RuntimeException e) {
            throw recorder.refused(call, SUBJECT, Refusals.of(e));
        }
    }

    /** Refuses who may not, else changes the store between the rows of decision and outcome. */
    public <T> T changed(Call call, Work work, Supplier<T> act) {
        Subject subject = SUBJECT.noting(work.name());
        recorder.require(call, subject, () -> call.authority().administers());
        List<Decision> decisions = recorder.decided(call, List.of(subject));
        T changed;
        try {
            changed = act.get();
        } catch (RuntimeException e) {
            throw recorder.failed(call, decisions, Refusals.of(e));
        }
        recorder.done(call, decisions);
        return changed;
    }
}
