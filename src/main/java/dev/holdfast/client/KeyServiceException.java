package dev.holdfast.client;

import dev.holdfast.wire.Code;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer: a kind, a fixed sentence, and the id under which the service has noted the request.
 *
 * <p>The text holds no path, token or value, nothing that a server wrote, and there is no cause: what a broken connection
 * tells of itself may quote what was sent.
 */
public final class KeyServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as a program may want to act on it. */
    public enum Kind {
        /** The client is set up wrongly; the message says where. */
        CONFIGURATION("The client is set up wrongly."),
        /** The request was refused as wrong: a path that is none, for instance. */
        INVALID("The key service refused the request as invalid; look at the key path."),
        /** The token is missing, wrong, has ended or was taken back. */
        UNAUTHENTICATED("The key service does not accept the service token; it is wrong, has ended or was revoked."),
        /** The service may not read this key, whether there is one or not. */
        FORBIDDEN("The service has no permission for this key."),
        /** There is no such key. */
        NOT_FOUND("There is no such key."),
        /** The key was marked as compromised and is given out no more. */
        COMPROMISED("The key was marked as compromised and is not given out."),
        /** Too many requests; {@link #retryAfter()} says how long to wait. */
        RATE_LIMITED("The rate limit of the key service is reached; ask again later."),
        /** No connection, no answer in time, or the service says that it can't now. */
        UNAVAILABLE("The key service cannot be reached, or gave no answer in time."),
        /** The service failed in a way that it does not explain. */
        INTERNAL("The key service failed; its log has the reason."),
        /** TLS: the certificate is not one that this machine trusts for the address. */
        UNTRUSTED("The certificate of the key service is not trusted for its address."),
        /** What answers at the address does not speak as the key service does. */
        PROTOCOL("What answered is not the key service, or a version that this client does not know."),
        /** The thread was interrupted while it waited; it still is. */
        INTERRUPTED("The thread was interrupted while it waited for the key service.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** Whether the service is down in the sense that the last known value may stand in. */
        boolean down() {
            return this == UNAVAILABLE || this == INTERNAL || this == UNTRUSTED || this == PROTOCOL;
        }

        /** Whether the same request may succeed a moment later. */
        boolean passing() {
            return this == UNAVAILABLE || this == RATE_LIMITED;
        }

        /** Whether the next request would meet the same, whatever it asks for. */
        boolean concernsAll() {
            return passing() || this == UNAUTHENTICATED || this == UNTRUSTED || this == INTERRUPTED;
        }

        /** Whether a value that was given out before must be forgotten. */
        boolean takesBack() {
            return this == UNAUTHENTICATED || this == FORBIDDEN || this == NOT_FOUND || this == COMPROMISED;
        }

        static Kind of(Code code) {
            return switch (code) {
                case UNAUTHENTICATED -> UNAUTHENTICATED;
                case ACCESS_DENIED -> FORBIDDEN;
                case NOT_FOUND -> NOT_FOUND;
                case COMPROMISED -> COMPROMISED;
                case RATE_LIMITED -> RATE_LIMITED;
                case STORE_UNAVAILABLE, AUDIT_UNAVAILABLE -> UNAVAILABLE;
                case INTERNAL -> INTERNAL;
                default -> INVALID;
            };
        }
    }

    private final Kind kind;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;

    private KeyServiceException(Kind kind, String sentence, @Nullable String requestId, @Nullable Duration retryAfter) {
        super(requestId == null ? sentence : sentence + " (request " + requestId + ")");
        this.kind = kind;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
    }

    static KeyServiceException of(Kind kind) {
        return of(kind, null, null);
    }

    static KeyServiceException of(Kind kind, @Nullable String requestId, @Nullable Duration retryAfter) {
        return new KeyServiceException(kind, kind.sentence, requestId, retryAfter);
    }

    static KeyServiceException configuration(String sentence) {
        return new KeyServiceException(Kind.CONFIGURATION, sentence, null, null);
    }

    /** The same failure with the stack of this thread, for one more caller that waited for it. */
    KeyServiceException again() {
        return of(kind, requestId, retryAfter);
    }

    public Kind kind() {
        return kind;
    }

    /** The id of the request in the log and the audit of the service, where it gave one. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** How long the service wants to be left alone, where it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
