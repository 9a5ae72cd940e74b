package dev.holdfast.audit.jdbc;

import org.jspecify.annotations.Nullable;

/** A row in its place in a chain. Not a record: an array among its parts would make two equal ones differ. */
final class ChainRow {

    final @Nullable Object[] values;
    final String previous;
    final Head head;

    ChainRow(@Nullable Object[] values, String previous, Head head) {
        this.values = values;
        this.previous = previous;
        this.head = head;
    }
}
