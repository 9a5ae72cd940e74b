package dev.holdfast.agent;

/**
 * That a token proves nothing: why, in a word of ours, and nothing of the token.
 *
 * <p>Carries no cause: what a library says may repeat the token.
 */
public final class Unauthenticated extends Exception {

    private final Why why;

    public Unauthenticated(Why why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    /** What is wrong with the token. */
    public enum Why {
        /** No token of a kind that is accepted here, or one whose signature does not hold. */
        NOT_ACCEPTED,
        /** It has ended, or has not begun. */
        NOT_VALID_NOW,
        /** It was taken back, or its holder is not active. */
        REVOKED,
        /** Its holder is not known here. */
        UNKNOWN_HOLDER,
        /** What was taken back could not be asked lately, so no token is believed. */
        NOT_KNOWN_NOW
    }
}
