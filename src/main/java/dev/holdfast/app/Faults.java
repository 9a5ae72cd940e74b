package dev.holdfast.app;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditException;
import dev.holdfast.sql.Trouble;
import dev.holdfast.store.StoreException;
import java.sql.SQLException;

/** Turns what files and databases fail with into refusals in our own words. */
final class Faults {

    private Faults() {}

    /** Work that they may fail. */
    interface Work<T> {
        T run() throws Exception;
    }

    static <T> T told(Work<T> work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(Reason.STORE_UNAVAILABLE, trouble.problem(), trouble.hint());
        } catch (Exception e) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "A file cannot be read or written: it is not yours, or a disk is full.",
                    "Check the folders and the free space there, and call again; the database is as it was.");
        }
    }

    /** What could not be opened. */
    static RuntimeException refusal(Exception thrown) {
        if (thrown instanceof SQLException e) {
            return refusal(unavailable(e));
        }
        if (thrown instanceof AuditException e) {
            return new Refusal(Reason.AUDIT_UNAVAILABLE, e.problem(), e.hint());
        }
        if (thrown instanceof StoreException e) {
            return new Refusal(Reason.STORE_UNAVAILABLE, e.problem(), e.hint());
        }
        return (RuntimeException) thrown;
    }

    static AuditException unavailable(SQLException thrown) {
        Trouble trouble = Trouble.of(thrown);
        return new AuditException(trouble.problem(), trouble.hint());
    }
}
