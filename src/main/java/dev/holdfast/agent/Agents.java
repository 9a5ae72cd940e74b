package dev.holdfast.agent;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agents that are configured, and the rule by which a process on this machine is one of them.
 *
 * <p>Immutable.
 */
public final class Agents {

    private final List<Agent> configured;

    public Agents(List<Agent> configured) {
        this.configured = List.copyOf(configured);
    }

    /**
     * Who a process without a token is: the agent that was named, else {@code local} where no agent is configured.
     *
     * @param name of {@code --agent}, or null
     * @return the agent, or empty when nobody could be recognised
     */
    public Optional<Agent> recognise(@Nullable String name) {
        if (configured.isEmpty()) {
            return unconfigured(name);
        }
        return configured.stream().filter(agent -> agent.name().equals(name)).findFirst();
    }

    /** Without configuration a name changes nothing but what the audit shows: the scope is that of {@code local}. */
    private static Optional<Agent> unconfigured(@Nullable String name) {
        if (name == null) {
            return Optional.of(Agent.LOCAL);
        }
        return Agent.isName(name) ? Optional.of(new Agent(name, Agent.LOCAL.scope())) : Optional.empty();
    }
}
