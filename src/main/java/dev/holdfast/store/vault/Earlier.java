package dev.holdfast.store.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a version says of one before it.
 *
 * @param end when that one ends or ended; null when it has no end, since someone else wrote the one after it
 * @param lookup the look-up mark of its value; empty when it is not known
 * @param compromised whether its value was marked as known to others when it was replaced
 */
record Earlier(@Nullable Instant end, String lookup, boolean compromised) {

    /** The same with this end, where it has none or a later one. */
    Earlier endingBy(Instant limit) {
        return new Earlier(end == null || end.isAfter(limit) ? limit : end, lookup, compromised);
    }

    Earlier exposed() {
        return new Earlier(end, lookup, true);
    }

    /** Whether it can be read no more at that time. */
    boolean endedAt(Instant now) {
        return end != null && !now.isBefore(end);
    }
}
