package dev.holdfast.store;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Tags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a version of a path has a value which was asked for.
 *
 * @param validUntil when the version ends or ended, null for the current one
 * @param tags of the secret
 */
public record Holding(KeyPath path, int version, @Nullable Instant validUntil, Tags tags) {

    /** Of a secret without tags. */
    public Holding(KeyPath path, int version, @Nullable Instant validUntil) {
        this(path, version, validUntil, Tags.NONE);
    }

    /** Whether the version can be read at that time. */
    public boolean validAt(Instant now) {
        return validUntil == null || now.isBefore(validUntil);
    }
}
