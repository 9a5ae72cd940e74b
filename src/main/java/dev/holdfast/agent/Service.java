package dev.holdfast.agent;

import dev.holdfast.policy.RateLimit;

/** A registered service: how the audit names it, what it may do, and how often. */
public record Service(Agent agent, RateLimit limit) {

    public String name() {
        return agent.name();
    }

    /** How many requests it may send in a minute, over many windows. */
    public double requestsInAMinute() {
        return limit.requests() * (60_000.0 / limit.window().toMillis());
    }
}
