package dev.holdfast.audit.jdbc;

import java.io.IOException;

/** Carries the failure of a file out of work with a database. */
final class RowsNotWritten extends RuntimeException {

    private final transient IOException failure;

    RowsNotWritten(IOException failure) {
        super("the rows could not be written", null, false, false);
        this.failure = failure;
    }

    IOException cause() {
        return failure;
    }
}
