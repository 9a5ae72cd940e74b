package dev.holdfast.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whether the chains hold.
 *
 * @param rows how many rows hold, up to the first that does not
 * @param fault what is wrong, one sentence with the row's number; null when the chains hold
 */
public record Verification(long rows, @Nullable String fault) {

    public boolean holds() {
        return fault == null;
    }
}
