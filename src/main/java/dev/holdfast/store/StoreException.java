package dev.holdfast.store;

import org.jspecify.annotations.Nullable;

/**
 * That a store could not do what it was asked: the kind, and two sentences of fixed text.
 *
 * <p>Carries no cause and no stack trace, so that no text of a driver or a server behind leaves with it.
 */
public final class StoreException extends RuntimeException {

    /** What went wrong. */
    public enum Kind {
        /** It could not be asked, or gave no answer that says anything of the secret. */
        UNAVAILABLE,
        /** It was asked, knows us, and by its own rules does not let us do this. */
        REFUSED,
        CONFLICT,
        NOT_FOUND,
        NEEDS_DESCRIPTION
    }

    private final Kind kind;
    private final String problem;
    private final String hint;
    private final @Nullable Integer possiblyStored;

    public StoreException(Kind kind, String problem, String hint) {
        this(kind, problem, hint, null);
    }

    private StoreException(Kind kind, String problem, String hint, @Nullable Integer possiblyStored) {
        super(kind.name(), null, false, false);
        this.kind = kind;
        this.problem = problem;
        this.hint = hint;
        this.possiblyStored = possiblyStored;
    }

    public static StoreException unavailable(String problem, String hint) {
        return new StoreException(Kind.UNAVAILABLE, problem, hint);
    }

    /** The same, after a write of which nobody knows whether it became this version; a refusal says nothing of that. */
    public StoreException afterLostWrite(int version) {
        return new StoreException(kind == Kind.REFUSED ? Kind.UNAVAILABLE : kind, problem, hint, version);
    }

    /** The version that a write may have become although nobody answered; null when nothing was written. */
    public @Nullable Integer possiblyStored() {
        return possiblyStored;
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
