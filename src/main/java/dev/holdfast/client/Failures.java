package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.wire.Code;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Turns an answer that is not the one asked for into a failure. */
final class Failures {

    private static final String RETRY_AFTER = "Retry-After";

    private Failures() {}

    static boolean good(Reply reply) {
        return reply.status() == 200;
    }

    static KeyServiceException of(Reply reply, Instant now) {
        ErrorBody body = ErrorBody.read(reply.body());
        return KeyServiceException.of(kind(reply.status(), body.code()), body.requestId(), retryAfter(reply, now));
    }

    /**
     * What stands before the service, a balancer for instance, answers too. Its "no" counts as the service's; but only
     * the service itself, by its code, says that a key is not there.
     */
    private static Kind kind(int status, @Nullable Code code) {
        return switch (status) {
            case 401 -> Kind.UNAUTHENTICATED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> code == Code.NOT_FOUND ? Kind.NOT_FOUND : Kind.PROTOCOL;
            case 410 -> code == Code.COMPROMISED ? Kind.COMPROMISED : Kind.PROTOCOL;
            case 429 -> Kind.RATE_LIMITED;
            case 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.INTERNAL : status >= 400 ? Kind.INVALID : Kind.PROTOCOL;
        };
    }

    /** Seconds or a date; null for anything else. */
    private static @Nullable Duration retryAfter(Reply reply, Instant now) {
        String text = reply.headers().firstValue(RETRY_AFTER).orElse("").strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
