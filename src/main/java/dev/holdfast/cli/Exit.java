package dev.holdfast.cli;

import dev.holdfast.access.Reason;

/** How commands end. */
final class Exit {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    private Exit() {}

    static int of(Reason reason) {
        return switch (reason) {
            case STORE_UNAVAILABLE, AUDIT_UNAVAILABLE -> UNREACHABLE;
            case INVALID_KEY_PATH,
                    INVALID_DESCRIPTION,
                    INVALID_VALUE,
                    INVALID_ARGUMENT,
                    UNAUTHENTICATED,
                    ACCESS_DENIED,
                    NOT_FOUND,
                    VERSION_CONFLICT,
                    COMPROMISED,
                    STORE_FIRST,
                    ENV_REFUSED,
                    RATE_LIMITED,
                    INTERNAL -> REFUSED;
        };
    }
}
