package dev.holdfast.agent;

import java.util.Map;
import java.util.Set;

/** What a token's word is held against at each request: who is known, with which rights, and what was taken back. */
public interface Standing {

    /**
     * How things stand, at most a second ago.
     *
     * @throws Unauthenticated with {@link Unauthenticated.Why#NOT_KNOWN_NOW} when that is not known
     */
    Snapshot now() throws Unauthenticated;

    /**
     * How things stood at one moment.
     *
     * @param agents by name
     * @param services by name; one that has an agent's name too is a service
     * @param inactive the names of agents and services whose tokens do not count
     * @param revoked the numbers of tokens that were taken back
     */
    record Snapshot(
            Map<String, Agent> agents, Map<String, Service> services, Set<String> inactive, Set<String> revoked) {

        public Snapshot {
            agents = Map.copyOf(agents);
            services = Map.copyOf(services);
            inactive = Set.copyOf(inactive);
            revoked = Set.copyOf(revoked);
        }
    }
}
