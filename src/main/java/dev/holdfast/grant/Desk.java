package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Status;
import dev.holdfast.policy.Action;
import dev.holdfast.sql.Trouble;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where whoever may administer changes who may call: each change with its row in the audit of logins. Thread-safe. */
final class Desk {

    private final SecretAccess access;
    private final AuditLog audit;

    Desk(SecretAccess access, AuditLog audit) {
        this.access = access;
        this.audit = audit;
    }

    /** Refuses, with its row, who may not. */
    void administer(Call call) {
        access.administer(call);
    }

    /** A refusal of what cannot be, with its row. */
    Refusal invalid(Call call, String problem, String hint) {
        return access.refuse(call, Action.ADMIN, null, new Refusal(Reason.INVALID_ARGUMENT, problem, hint));
    }

    /** The row, before what it is about: what nobody knows of must not be. */
    void row(Call call, @Nullable String holder, String event, @Nullable String jti) {
        try {
            audit.append(new AuthEvent(
                    call.requestId(),
                    holder,
                    event,
                    Status.DONE,
                    null,
                    jti,
                    call.actor().origin().ipAddress(),
                    call.actor().origin().userAgent()));
        } catch (AuditException e) {
            throw Refusal.unwritten(e);
        }
    }

    /** Work with a table. */
    interface Work<T> {
        T run() throws SQLException;
    }

    <T> T with(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(Reason.STORE_UNAVAILABLE, trouble.problem(), trouble.hint());
        }
    }
}
