package dev.holdfast.access;

import dev.holdfast.audit.AuditException;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import org.jspecify.annotations.Nullable;

/**
 * A call that was not carried out: the reason, what is wrong, and what to do next.
 *
 * <p>Both sentences are fixed text, never the caller's input and never the words of a server behind. Carries no stack
 * trace and no cause, so that no printer of exceptions can show what led to it.
 */
public final class Refusal extends RuntimeException {

    private final Reason reason;
    private final String problem;
    private final String hint;
    private final @Nullable Stored stored;
    private final @Nullable String requestId;

    /** A version that was stored, or may have been, although the call was refused. */
    public record Stored(KeyPath path, int version) {}

    public Refusal(Reason reason, String problem, String hint) {
        this(reason, problem, hint, null, null);
    }

    private Refusal(Reason reason, String problem, String hint, @Nullable Stored stored, @Nullable String requestId) {
        super(reason.name(), null, false, false);
        this.stored = stored;
        this.requestId = requestId;
        this.reason = reason;
        this.problem = problem;
        this.hint = hint;
    }

    /** The refusal for a word that broke its rule. */
    public static Refusal of(InvalidInput invalid) {
        Reason reason = switch (invalid.subject()) {
            case KEY_PATH -> Reason.INVALID_KEY_PATH;
            case DESCRIPTION -> Reason.INVALID_DESCRIPTION;
            case VALUE -> Reason.INVALID_VALUE;
            case ARGUMENT -> Reason.INVALID_ARGUMENT;
        };
        return new Refusal(reason, invalid.problem(), invalid.hint());
    }

    /** The refusal of a call whose row cannot be written: no row, no act. */
    public static Refusal unwritten(AuditException failed) {
        return new Refusal(
                Reason.AUDIT_UNAVAILABLE,
                "The audit row could not be written, so nothing may be done. " + failed.problem(),
                failed.hint());
    }

    /** The refusal of a call that needs to read the audit, which cannot be read. */
    public static Refusal unread(AuditException failed) {
        return new Refusal(Reason.AUDIT_UNAVAILABLE, "The audit cannot be read. " + failed.problem(), failed.hint());
    }

    /** The same refusal, which says also that this version was stored or may have been. */
    public Refusal after(KeyPath path, int version) {
        return new Refusal(reason, problem, hint, new Stored(path, version), requestId);
    }

    /** The same refusal, of the call with that id. */
    public Refusal of(String callId) {
        return new Refusal(reason, problem, hint, stored, callId);
    }

    /** The id of the call whose audit row tells of the refusal; null when nothing was written. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** What was stored, or may have been, before the call was refused; null when nothing was. */
    public @Nullable Stored stored() {
        return stored;
    }

    public Reason reason() {
        return reason;
    }

    /** What is wrong: one sentence of fixed text. */
    public String problem() {
        return problem;
    }

    /** What to do next: one sentence. */
    public String hint() {
        return hint;
    }
}
