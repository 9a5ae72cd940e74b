package dev.holdfast.access;

/**
 * Why a call was refused: the code that every edge answers with, and the HTTP status that goes with it.
 *
 * <p>The codes are the contract with clients; an edge switches over them exhaustively.
 */
public enum Reason {
    INVALID_KEY_PATH(400),
    INVALID_DESCRIPTION(400),
    INVALID_VALUE(400),
    INVALID_ARGUMENT(400),
    UNAUTHENTICATED(401),
    ACCESS_DENIED(403),
    NOT_FOUND(404),
    VERSION_CONFLICT(409),
    COMPROMISED(410),
    STORE_FIRST(422),
    ENV_REFUSED(422),
    RATE_LIMITED(429),
    STORE_UNAVAILABLE(503),
    AUDIT_UNAVAILABLE(503),
    INTERNAL(500);

    private final int httpStatus;

    Reason(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The HTTP status of a refusal for this reason, 400 to 503. */
    public int httpStatus() {
        return httpStatus;
    }
}
