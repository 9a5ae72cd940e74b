package dev.holdfast.access;

import dev.holdfast.access.Recorder.Subject;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.policy.Action;
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
        recorder.require(call, SUBJECT, () -> call.authority().permitsSomewhere(Action.ADMIN));
        recorder.granted(call, SUBJECT, work.name());
        try {
            return act.get();
        } catch (RuntimeException e) {
            throw recorder.refused(call, SUBJECT, Refusals.of(e));
        }
    }
}
