package dev.holdfast.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.agent.Agent;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import dev.holdfast.policy.Rule;
import dev.holdfast.policy.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code agents}: of the configuration, of a file that is to go into the database, and what the database kept. */
public final class AgentReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a fault calls the file: what was typed is not repeated. */
    private static final String FILE = "The file";

    private AgentReader() {}

    /**
     * The entries of a file that has {@code agents} and nothing else, each in JSON, by name.
     *
     * @throws ConfigException when it cannot be read or has faults
     */
    public static Map<String, String> entries(Path file) {
        List<String> faults = new ArrayList<>();
        JsonNode tree = ConfigReader.tree(file, FILE);
        Section root = new Section(tree, FILE, faults).knowing("agents");
        List<Agent> agents = tree.isObject() ? read(root) : List.of();
        if (faults.isEmpty() && agents.isEmpty()) {
            faults.add(FILE + " must name at least one agent under agents.");
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < agents.size(); i++) {
            entries.put(agents.get(i).name(), tree.path("agents").path(i).toString());
        }
        return entries;
    }

    /**
     * The agent that an entry is about.
     *
     * @throws ConfigException when it is none that {@link #entries} would have given
     */
    public static Agent agent(String entry) {
        List<String> faults = new ArrayList<>();
        try {
            Agent agent = one(new Section(JSON.readTree(entry), "rules", faults));
            if (faults.isEmpty()) {
                return agent;
            }
        } catch (JsonProcessingException e) {
            faults.add("The rules are no JSON.");
        }
        throw new ConfigException(faults);
    }

    static List<Agent> read(Section root) {
        List<Agent> agents = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Section section : root.each("agents")) {
            Agent agent = one(section);
            if (!known.add(agent.name())) {
                section.fault("name", " is already the name of an earlier agent.");
            }
            agents.add(agent);
        }
        if (root.has("agents") && agents.isEmpty()) {
            // Without agents everybody is agent local; a list that was emptied must not mean that.
            root.fault("agents", " must name at least one agent, or be left out.");
        }
        return agents;
    }

    private static Agent one(Section section) {
        section.knowing("name", "environment", "allow", "deny");
        String name = section.text("name", "");
        if (!Agent.isName(name)) {
            section.fault("name", " must be 1 to 64 letters, digits, '.', '_' or '-'.");
            name = "invalid";
        }
        return new Agent(name, scope(section));
    }

    private static Scope scope(Section agent) {
        Environment environment = Environment.of(agent.text("environment", "development"));
        if (environment == null) {
            agent.fault("environment", " must be development, staging or production.");
            environment = Environment.DEVELOPMENT;
        }
        return new Scope(environment, rules(agent, "allow"), rules(agent, "deny"));
    }

    private static List<Rule> rules(Section agent, String kind) {
        List<Rule> rules = new ArrayList<>();
        for (Section rule : agent.each(kind)) {
            rule.knowing("actions", "paths");
            rules.add(new Rule(actions(rule), paths(rule)));
        }
        return rules;
    }

    private static Set<Action> actions(Section rule) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        List<String> words = rule.texts("actions");
        for (String word : words) {
            try {
                actions.add(Action.of(word));
            } catch (IllegalArgumentException e) {
                rule.fault(
                        "actions",
                        " holds an unknown action; known are store, read, list, rotate, request, export, approve, admin.");
            }
        }
        if (words.isEmpty()) {
            rule.fault("actions", " must name at least one action.");
        }
        return actions;
    }

    private static List<KeyPattern> paths(Section rule) {
        List<KeyPattern> paths = new ArrayList<>();
        List<String> words = rule.texts("paths");
        for (String word : words) {
            try {
                paths.add(KeyPattern.parse(word));
            } catch (IllegalArgumentException e) {
                rule.fault("paths", " holds no pattern of key paths; write it such as project/** or project/*/live_*.");
            }
        }
        if (words.isEmpty()) {
            rule.fault("paths", " must name at least one pattern.");
        }
        return paths;
    }
}
