package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.Actor;
import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Phase;
import dev.holdfast.audit.Status;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.KeyPath;
import java.util.List;

/** Events for tests that only count and follow rows. */
final class Events {

    private static final Actor JULES = new Actor("jules", null, Environment.DEVELOPMENT, Channel.STDIO);
    private static final KeyPath PATH = KeyPath.parse("project/consilio/stripe_api_key");

    private Events() {}

    static List<AuditEvent> read(String requestId) {
        return one(requestId, Phase.OUTCOME, Action.READ, Status.GRANTED);
    }

    static List<AuditEvent> decision(String requestId) {
        return one(requestId, Phase.DECISION, Action.STORE, Status.ALLOWED);
    }

    static List<AuditEvent> outcome(String requestId) {
        return one(requestId, Phase.OUTCOME, Action.STORE, Status.DONE);
    }

    private static List<AuditEvent> one(String requestId, Phase phase, Action action, Status status) {
        return List.of(new AuditEvent(requestId, phase, JULES, action, PATH, null, status, null, null));
    }
}
