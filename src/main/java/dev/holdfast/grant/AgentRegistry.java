package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.agent.Agent;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.state.AgentTable;
import dev.holdfast.state.RegisteredAgent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Agents in the database, whose rules all servers share, and whether an agent is active; for whoever may administer.
 *
 * <p>Thread-safe.
 */
public final class AgentRegistry {

    private final Desk desk;
    private final AgentTable table;
    private final Set<String> configured;
    private final Clock clock;

    /** @param configured the names of the agents of the configuration, whose rules stand there */
    public AgentRegistry(SecretAccess access, AuditLog audit, AgentTable table, Set<String> configured, Clock clock) {
        this.desk = new Desk(access, audit);
        this.table = table;
        this.configured = Set.copyOf(configured);
        this.clock = clock;
    }

    /** All that the database says of agents, by name. */
    public List<RegisteredAgent> all(Call call) {
        desk.administer(call);
        return desk.with(table::all);
    }

    /**
     * Keeps the rules of agents, new ones and known ones.
     *
     * @param entries of {@code agents}, in JSON, by name; whoever calls has read them
     * @throws dev.holdfast.access.Refusal when the configuration has one of them, or the caller may not
     */
    public void put(Call call, Map<String, String> entries) {
        desk.administer(call);
        if (entries.keySet().stream().anyMatch(configured::contains)) {
            throw desk.invalid(
                    call,
                    "One of these agents is in holdfast.yaml already, whose rules would stand before those of the database.",
                    "Take it out of one of both.");
        }
        entries.forEach((name, rules) -> {
            desk.row(call, name, "agent_rules_changed", null);
            desk.with(() -> {
                table.put(name, rules, clock.instant());
                return name;
            });
        });
    }

    /**
     * Makes an agent active or not: the tokens of one that is not are refused by every process within a second.
     *
     * @throws dev.holdfast.access.Refusal when the name cannot be an agent's, nobody knows it, or the caller may not
     */
    public void setActive(Call call, String name, boolean active) {
        desk.administer(call);
        boolean known = configured.contains(name)
                || desk.with(table::all).stream().anyMatch(agent -> agent.name().equals(name));
        if (!Agent.isName(name) || !known) {
            throw desk.invalid(
                    call,
                    "There is no agent of that name, neither in holdfast.yaml nor in the database.",
                    "Say a name that 'holdfast agent list' shows.");
        }
        desk.row(call, name, active ? "agent_activated" : "agent_deactivated", null);
        desk.with(() -> {
            table.setActive(name, active, clock.instant());
            return name;
        });
    }
}
