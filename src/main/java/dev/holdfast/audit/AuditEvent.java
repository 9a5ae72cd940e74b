package dev.holdfast.audit;

import dev.holdfast.policy.Action;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import org.jspecify.annotations.Nullable;

/**
 * What a row is to say: never a value, and never what a caller wrote before it was understood.
 *
 * @param requestId of the call; all its rows share it
 * @param path null where the call names none, or one that is no path
 * @param version null where the call is about none
 * @param reason a refusal's code; without one, which act it was where several need the same right, such as {@code DELETE};
 *     or null
 * @param delivery how a service's read was answered, or null for any other call
 */
public record AuditEvent(
        String requestId,
        Phase phase,
        Actor actor,
        Action action,
        @Nullable KeyPath path,
        @Nullable Integer version,
        Status status,
        @Nullable String reason,
        @Nullable Fingerprint fingerprint,
        @Nullable Delivery delivery) {

    /** What a row is to say of a call that is no service's read. */
    public AuditEvent(
            String requestId,
            Phase phase,
            Actor actor,
            Action action,
            @Nullable KeyPath path,
            @Nullable Integer version,
            Status status,
            @Nullable String reason,
            @Nullable Fingerprint fingerprint) {
        this(requestId, phase, actor, action, path, version, status, reason, fingerprint, null);
    }
}
