package dev.holdfast.audit;

import dev.holdfast.secret.KeyPath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are wanted; a null leaves that open.
 *
 * @param since the oldest time
 * @param agent name of the agent or service
 */
public record AuditQuery(
        @Nullable Instant since,
        @Nullable KeyPath path,
        @Nullable String agent) {

    /** All rows. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null);
}
