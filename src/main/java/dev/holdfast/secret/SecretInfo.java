package dev.holdfast.secret;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one version of a secret, never its value.
 *
 * @param path where the secret lies
 * @param keyId the secret's stable id, the same for all its versions
 * @param version number of this version, counted from 1
 * @param description what the secret is for; empty when someone else stored it
 * @param labels whose it is and what it is found by, as of the current version
 * @param fingerprint proof of path and value of this version
 * @param createdAt when the secret's first version was stored
 * @param updatedAt when this version was stored
 * @param rotatedAt when the secret was last rotated, null when never
 * @param rotationDueAt when it is to be rotated, null when no rule says so
 * @param validUntil when this version stops being readable, null for the current one and where there is no end
 * @param managed whether Holdfast stored it; false for a secret that someone else put there
 * @param current whether this is the newest version
 * @param compromised whether someone marked the value as known to others, so that it may not be handed out
 */
public record SecretInfo(
        KeyPath path,
        String keyId,
        int version,
        Description description,
        Labels labels,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant rotationDueAt,
        @Nullable Instant validUntil,
        boolean managed,
        boolean current,
        boolean compromised) {

    public SecretInfo {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
    }
}
