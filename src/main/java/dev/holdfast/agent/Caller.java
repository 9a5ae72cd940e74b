package dev.holdfast.agent;

import dev.holdfast.policy.Authority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who sent a request, as a token proves it. Immutable. */
public sealed interface Caller {

    /** The name that the audit shows. */
    String name();

    /** What the caller may do. */
    Authority authority();

    /** When the token ends, or null where that is not known. */
    @Nullable
    Instant expiresAt();

    /** An agent with its scope of this moment. */
    record OfAgent(Agent agent, @Nullable Instant expiresAt) implements Caller {

        @Override
        public String name() {
            return agent.name();
        }

        @Override
        public Authority authority() {
            return agent.scope();
        }
    }

    /** A registered service. */
    record OfService(Service service, @Nullable Instant expiresAt) implements Caller {

        @Override
        public String name() {
            return service.name();
        }

        @Override
        public Authority authority() {
            return service.agent().scope();
        }
    }

    /** A person: the holder of a token that names one. */
    record OfPerson(
            String name, Authority authority, @Nullable Instant expiresAt) implements Caller {}
}
