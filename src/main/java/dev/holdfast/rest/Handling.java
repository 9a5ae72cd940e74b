package dev.holdfast.rest;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.audit.AuditException;
import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.store.StoreException;
import java.util.List;

/** Sees to it that a request which is refused before the door has its row in the audit too. */
final class Handling {

    private Handling() {}

    /** @param action what a request of this route is about */
    static Route.Handler of(SecretAccess access, Action action, Route.Handler handler) {
        return request -> answer(access, action, handler, request);
    }

    private static Reply answer(SecretAccess access, Action action, Route.Handler handler, Request request) {
        try {
            return handler.answer(request);
        } catch (InvalidInput e) {
            throw refused(access, action, request, Refusal.of(e));
        } catch (StoreException e) {
            throw refused(access, action, request, new Refusal(Reason.STORE_UNAVAILABLE, e.problem(), e.hint()));
        } catch (AuditException e) {
            throw Refusal.unread(e);
        } catch (Refusal e) {
            boolean told = e.requestId() != null || e.reason() == Reason.AUDIT_UNAVAILABLE;
            throw told ? e : refused(access, action, request, e);
        }
    }

    /** With its row; but strangers make no rows without end. */
    private static Refusal refused(SecretAccess access, Action action, Request request, Refusal refusal) {
        if (!request.call().recognised()) {
            request.countStranger();
        }
        return access.refuse(request.call(), action, null, refusal);
    }

    /** Refuses parameters that the route does not know: a mistyped one must not be passed over. */
    static void allow(Request request, String... names) {
        for (String query : request.queries()) {
            if (!List.of(names).contains(query)) {
                throw InvalidInput.argument(
                        "There is a parameter in the address that this route does not know.",
                        names.length == 0 ? "It takes none." : "It takes " + String.join(", ", names) + ".");
            }
        }
    }
}
