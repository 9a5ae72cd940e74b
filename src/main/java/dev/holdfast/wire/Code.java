package dev.holdfast.wire;

import org.jspecify.annotations.Nullable;

/** The code of a refusal, by the name that stands in the field {@link Fields#CODE}; those of {@code access.Reason}. */
public enum Code {
    INVALID_KEY_PATH,
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
    STORE_UNAVAILABLE,
    AUDIT_UNAVAILABLE,
    INTERNAL;

    /** The code of that name; null for a name that is none, as a newer service may send. */
    public static @Nullable Code named(@Nullable String name) {
        for (Code code : values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }
}
