package dev.holdfast.access;

import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Caller;
import dev.holdfast.audit.Actor;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Origin;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Authority;
import dev.holdfast.secret.SecretInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call, whichever way it came in: its id, whom the audit names, and what the caller may do.
 *
 * @param requestId ours, unique; every answer and every row of the call carries it
 * @param actor whom the audit names
 * @param authority what the caller may do
 * @param recognised whether anybody was recognised; if not, every act is refused as {@code UNAUTHENTICATED}
 */
public record Call(String requestId, Actor actor, Authority authority, boolean recognised) {

    /** A call of an agent on this machine, with a fresh request id. */
    public static Call of(Agent agent, Channel channel) {
        return of(agent, Origin.of(channel));
    }

    /** A call of an agent, with a fresh request id. */
    public static Call of(Agent agent, Origin origin) {
        Actor actor = new Actor(agent.name(), null, agent.scope().environment(), origin);
        return new Call(newRequestId(), actor, agent.scope(), true);
    }

    /** A call of whoever a token proves, with a fresh request id. */
    public static Call of(Caller caller, Origin origin) {
        if (caller instanceof Caller.OfAgent known) {
            return of(known.agent(), origin);
        }
        if (caller instanceof Caller.OfService known) {
            return of(known.service().agent(), origin);
        }
        return ofPerson(caller.name(), caller.authority(), origin);
    }

    /** A call of a person who was verified by a token, with a fresh request id. */
    public static Call ofPerson(String person, Authority authority, Origin origin) {
        return new Call(newRequestId(), new Actor(null, person, null, origin), authority, true);
    }

    /**
     * A call of the person at the terminal, with a fresh request id: whoever owns the home folder owns what is in it, and
     * could read it without asking.
     */
    public static Call ofPerson(String person, Channel channel) {
        return new Call(newRequestId(), new Actor(null, person, null, channel), Authority.ALL, true);
    }

    /** A call of nobody, with a fresh request id. */
    public static Call unrecognised(Channel channel) {
        return new Call(newRequestId(), new Actor(null, null, null, channel), Authority.NONE, false);
    }

    /** Whether the caller may do this to a secret of which the facts are known, its environment among them. */
    boolean permits(Action action, SecretInfo info) {
        return authority.permits(action, info.path(), info.labels().tags());
    }

    /** The name of the agent or service that calls, or null where a person or nobody does. */
    public @Nullable String caller() {
        return actor.name();
    }

    /** The same call under an authority that was granted to {@code name}. */
    public Call under(Authority granted, String name) {
        return new Call(requestId, new Actor(name, actor.person(), actor.environment(), actor.origin()), granted, true);
    }

    /** The same call, which the caller knows by an id of its own: kept beside ours, so that both find its rows. */
    public Call knownAs(String theirs) {
        return new Call(requestId + "/" + theirs, actor, authority, recognised);
    }

    /** The same call under the id of another, of which it is a part. */
    public Call withId(String id) {
        return new Call(id, actor, authority, recognised);
    }

    private static String newRequestId() {
        return UUID.randomUUID().toString();
    }
}
