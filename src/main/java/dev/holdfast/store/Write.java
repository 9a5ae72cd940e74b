package dev.holdfast.store;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Remark;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a value is to be stored.
 *
 * @param description what the secret is for; null leaves the present one
 * @param expectedVersion the version that must be current, 0 when there must be none, null for any
 * @param grace how long the version before stays readable; zero ends it at once
 * @param rotation whether this replaces a secret that must exist, and counts as its rotation
 * @param reason why, in the caller's words; kept with the version, or null
 * @param labels all that the secret is to have; null leaves the present ones, of which a new secret has none
 */
public record Write(
        @Nullable Description description,
        @Nullable Integer expectedVersion,
        Duration grace,
        boolean rotation,
        @Nullable Remark reason,
        @Nullable Labels labels) {

    /** A write for which no reason is given. */
    public Write(
            @Nullable Description description, @Nullable Integer expectedVersion, Duration grace, boolean rotation) {
        this(description, expectedVersion, grace, rotation, null);
    }

    /** The same, of a secret that is to have these labels. */
    public Write labelled(Labels wanted) {
        return new Write(description, expectedVersion, grace, rotation, reason, wanted);
    }

    /** A write that leaves the labels. */
    public Write(
            @Nullable Description description,
            @Nullable Integer expectedVersion,
            Duration grace,
            boolean rotation,
            @Nullable Remark reason) {
        this(description, expectedVersion, grace, rotation, reason, null);
    }
}
