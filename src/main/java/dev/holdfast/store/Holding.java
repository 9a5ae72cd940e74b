package dev.holdfast.store;

import dev.holdfast.secret.KeyPath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a version of a path has a value which was asked for.
 *
 * @param validUntil when the version ends or ended, null for the current one
 */
public record Holding(KeyPath path, int version, @Nullable Instant validUntil) {

    /** Whether the version can be read at that time. */
    public boolean validAt(Instant now) {
        return validUntil == null || now.isBefore(validUntil);
    }
}
