package dev.holdfast.agent;

import dev.holdfast.policy.Authority;

/** Who sent a request, as a token proves it. Immutable. */
public sealed interface Caller {

    /** The name that the audit shows. */
    String name();

    /** What the caller may do. */
    Authority authority();

    /** An agent with its scope of this moment. */
    record OfAgent(Agent agent) implements Caller {

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
    record OfService(Service service) implements Caller {

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
    record OfPerson(String name, Authority authority) implements Caller {}
}
