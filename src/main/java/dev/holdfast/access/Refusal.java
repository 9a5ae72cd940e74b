package dev.holdfast.access;

import dev.holdfast.secret.InvalidInput;

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

    public Refusal(Reason reason, String problem, String hint) {
        super(reason.name(), null, false, false);
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
