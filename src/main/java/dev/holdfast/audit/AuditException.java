package dev.holdfast.audit;

/**
 * That a row could not be written or read: what is wrong and what to do, two sentences of fixed text.
 *
 * <p>Carries no cause and no stack trace, so that no text of a driver leaves with it.
 */
public final class AuditException extends RuntimeException {

    private final String problem;
    private final String hint;

    public AuditException(String problem, String hint) {
        super(problem, null, false, false);
        this.problem = problem;
        this.hint = hint;
    }

    public String problem() {
        return problem;
    }

    public String hint() {
        return hint;
    }
}
