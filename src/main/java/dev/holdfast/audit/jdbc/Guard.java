package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditException;
import dev.holdfast.sql.Trouble;
import java.io.IOException;
import java.sql.SQLException;

/** Turns what a database or a disk fails with into our own words. */
final class Guard {

    private Guard() {}

    /** Work that a database or a disk may fail. */
    interface Work<T> {
        T run() throws SQLException, IOException;
    }

    static <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw of(Trouble.of(e));
        } catch (IOException e) {
            throw of(Trouble.UNREACHABLE);
        }
    }

    static AuditException of(Trouble trouble) {
        return new AuditException(trouble.problem(), trouble.hint());
    }
}
