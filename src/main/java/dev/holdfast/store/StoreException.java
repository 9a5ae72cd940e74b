package dev.holdfast.store;

/**
 * That a store could not do what it was asked: the kind, and two sentences of fixed text.
 *
 * <p>Carries no cause and no stack trace, so that no text of a driver or a server behind leaves with it.
 */
public final class StoreException extends RuntimeException {

    /** What went wrong. */
    public enum Kind {
        UNAVAILABLE,
        CONFLICT,
        NOT_FOUND,
        NEEDS_DESCRIPTION
    }

    private final Kind kind;
    private final String problem;
    private final String hint;

    public StoreException(Kind kind, String problem, String hint) {
        super(kind.name(), null, false, false);
        this.kind = kind;
        this.problem = problem;
        this.hint = hint;
    }

    public static StoreException unavailable(String problem, String hint) {
        return new StoreException(Kind.UNAVAILABLE, problem, hint);
    }

    public Kind kind() {
        return kind;
    }

    public String problem() {
        return problem;
    }

    public String hint() {
        return hint;
    }
}
