package dev.holdfast.access;

import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The refusals that the door makes of what it meets. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static Refusal unauthenticated() {
        return new Refusal(
                Reason.UNAUTHENTICATED,
                "Holdfast does not know which agent is calling.",
                "Start the server with --agent and a name that stands in holdfast.yaml, or give it a HOLDFAST_TOKEN that counts.");
    }

    static Refusal denied(Action action) {
        return new Refusal(
                Reason.ACCESS_DENIED,
                "Your rules do not allow '" + action.word() + "' on this path.",
                "Ask the owner of the Holdfast configuration for a rule that allows it, or use a path of your own scope.");
    }

    static Refusal otherEnvironment() {
        return new Refusal(
                Reason.INVALID_ARGUMENT,
                "environment is not the one that this secret is of.",
                "Leave it out, or use another path: a secret is of one environment, which its path's last segment or its tag says.");
    }

    static Refusal undescribed() {
        return new Refusal(
                Reason.INVALID_DESCRIPTION,
                "A new secret needs a description.",
                "Say in three words or more what it is for, such as \"Stripe API key for payment processing\".");
    }

    static Refusal notFound() {
        return new Refusal(
                Reason.NOT_FOUND,
                "There is no secret at this path, or the version you asked for has ended.",
                "Look for the path with list_secrets; store a new secret with set_secret.");
    }

    static Refusal compromised() {
        return new Refusal(
                Reason.COMPROMISED,
                "This secret is marked as compromised: others may know it, so it is not handed out.",
                "Make a new value where it is used, then store that with rotate_secret.");
    }

    static Refusal of(RuntimeException thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal;
        }
        if (thrown instanceof InvalidInput invalid) {
            return Refusal.of(invalid);
        }
        if (thrown instanceof StoreException store) {
            return new Refusal(reason(store.kind()), store.problem(), store.hint());
        }
        // The class alone: a message may hold what the caller sent.
        LOG.error("unexpected {} at {}", thrown.getClass().getName(), place(thrown));
        return new Refusal(
                Reason.INTERNAL,
                "Something went wrong inside Holdfast; this is a bug.",
                "Call again; if it stays so, report it with the request id and the line in the log.");
    }

    private static String place(RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "unknown" : trace[0].toString();
    }

    private static Reason reason(StoreException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE -> Reason.STORE_UNAVAILABLE;
            // Not 503: a client takes that for an outage, and goes on with the value that it knows.
            case REFUSED -> Reason.ACCESS_DENIED;
            case CONFLICT -> Reason.VERSION_CONFLICT;
            case NOT_FOUND -> Reason.NOT_FOUND;
            case NEEDS_DESCRIPTION -> Reason.INVALID_DESCRIPTION;
        };
    }
}
