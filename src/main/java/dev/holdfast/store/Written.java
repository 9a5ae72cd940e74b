package dev.holdfast.store;

import dev.holdfast.secret.SecretInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a write made.
 *
 * @param info the facts of the new version
 * @param previousVersion the version before, or null when this is the first
 * @param previousValidUntil until when the version before stays readable, or null when it ended at once or never was
 */
public record Written(
        SecretInfo info,
        @Nullable Integer previousVersion,
        @Nullable Instant previousValidUntil) {

    /** Whether the secret is new. */
    public boolean created() {
        return previousVersion == null;
    }
}
