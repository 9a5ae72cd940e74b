package dev.holdfast.agent;

import dev.holdfast.policy.RateLimit;

/** A registered service: how the audit names it, what it may do, and how often. */
public record Service(Agent agent, RateLimit limit) {

    public String name() {
        return agent.name();
    }
}
