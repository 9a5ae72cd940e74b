package dev.holdfast.audit;

/** How a call stands, as a row says it. */
public enum Status {
    /** A decision: the act may begin. */
    ALLOWED,
    /** A read or a list was answered. */
    GRANTED,
    /** A write was done. */
    DONE,
    /** Policy or a rule of the {@code .env} said no. */
    DENIED,
    /** What was asked broke a rule of form. */
    INVALID,
    /** It was allowed and did not succeed. */
    FAILED,
    /** The process ended between decision and outcome; closed by the next start. */
    INTERRUPTED,
    /** Too many calls. */
    RATE_LIMITED,
    /** Answered from the cache while the store was down. */
    FALLBACK_CACHE,
    /** Waits for a person. */
    PENDING
}
