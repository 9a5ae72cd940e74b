package dev.holdfast.client;

import java.util.Map;

/**
 * How the service says it is.
 *
 * @param state what it is as a whole
 * @param checks its parts by name, each with one word
 */
public record HealthStatus(State state, Map<String, String> checks) {

    /** How well it is. */
    public enum State {
        HEALTHY,
        /** It answers, with a part of it missing. */
        DEGRADED,
        UNHEALTHY
    }

    public HealthStatus {
        checks = Map.copyOf(checks);
    }
}
