package dev.holdfast.app;

import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Service;
import dev.holdfast.agent.Standing;
import dev.holdfast.config.AgentReader;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.Permissions;
import dev.holdfast.policy.RateLimit;
import dev.holdfast.policy.Scope;
import dev.holdfast.state.AgentTable;
import dev.holdfast.state.RegisteredAgent;
import dev.holdfast.state.ServiceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents of the configuration, read again when its file changes, and those of the database; {@code local} where neither
 * has any. One that both have is the configuration's. Used by one thread at a time.
 */
final class KnownAgents {

    private static final Logger LOG = LoggerFactory.getLogger(KnownAgents.class);

    private final dev.holdfast.config.Environment variables;
    private final AgentTable table;
    private @Nullable String stamp;
    private List<Agent> configured = List.of();
    private List<RegisteredAgent> registered = List.of();
    private Map<String, Agent> ofDatabase = Map.of();

    KnownAgents(dev.holdfast.config.Environment variables, AgentTable table) {
        this.variables = variables;
        this.table = table;
    }

    /**
     * How things stand.
     *
     * @param registry the registered services
     * @param revoked the numbers of tokens that were taken back
     */
    Standing.Snapshot standing(List<ServiceRecord> registry, Set<String> revoked) throws IOException, SQLException {
        readFile();
        readTable();
        Map<String, Agent> agents = new HashMap<>(ofDatabase);
        configured.forEach(agent -> agents.put(agent.name(), agent));
        if (agents.isEmpty()) {
            agents.put(Agent.LOCAL.name(), Agent.LOCAL);
        }
        Set<String> inactive = new HashSet<>();
        for (RegisteredAgent agent : registered) {
            if (!agent.active()) {
                inactive.add(agent.name());
            }
        }
        Map<String, Service> services = new HashMap<>();
        for (ServiceRecord service : registry) {
            if (service.active()) {
                services.put(service.name(), service(service, agents.get(service.name())));
            } else {
                inactive.add(service.name());
            }
        }
        return new Standing.Snapshot(agents, services, inactive, revoked);
    }

    /** What it was registered for, within what the rules say where they name it. */
    private static Service service(ServiceRecord record, @Nullable Agent rules) {
        Environment environment = Objects.requireNonNull(Environment.of(record.environment()));
        Scope scope = Permissions.of(record.permissions()).scope(environment, rules == null ? null : rules.scope());
        return new Service(new Agent(record.name(), scope), new RateLimit(record.requests(), record.window()));
    }

    private void readFile() throws IOException {
        String now = stamp(variables.home().resolve(Config.FILE));
        if (!now.equals(stamp)) {
            configured = ConfigReader.read(variables).agents();
            stamp = now;
        }
    }

    private static String stamp(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (NoSuchFileException e) {
            return "none";
        }
    }

    private void readTable() throws SQLException {
        List<RegisteredAgent> now = table.all();
        if (now.equals(registered)) {
            return;
        }
        Map<String, Agent> read = new HashMap<>();
        for (RegisteredAgent one : now) {
            Agent agent = agent(one);
            if (agent != null) {
                read.put(agent.name(), agent);
            }
        }
        ofDatabase = read;
        registered = now;
    }

    /** Null where the database has no rules, or none that can be read: that agent is then nobody, and the others stay. */
    private static @Nullable Agent agent(RegisteredAgent registered) {
        String rules = registered.rules();
        if (rules == null) {
            return null;
        }
        try {
            Agent agent = AgentReader.agent(rules);
            if (agent.name().equals(registered.name())) {
                return agent;
            }
        } catch (ConfigException e) {
            // Told below.
        }
        LOG.warn("the rules of an agent in the database cannot be read; its tokens are refused");
        return null;
    }
}
