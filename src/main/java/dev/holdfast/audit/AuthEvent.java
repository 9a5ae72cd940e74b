package dev.holdfast.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a row about a service's login or token is to say: never a token, and never what a caller wrote before it was
 * understood.
 *
 * @param requestId of the call
 * @param serviceName null where nobody was recognised
 * @param event what was tried, in a word such as {@code token_issued}
 * @param reason a refusal's code, or null
 * @param jti the token's number, never the token; null where there is none
 * @param ipAddress the caller's, or null
 * @param userAgent what the caller's program calls itself, or null
 */
public record AuthEvent(
        String requestId,
        @Nullable String serviceName,
        String event,
        Status status,
        @Nullable String reason,
        @Nullable String jti,
        @Nullable String ipAddress,
        @Nullable String userAgent) {}
