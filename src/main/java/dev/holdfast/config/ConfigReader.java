package dev.holdfast.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.holdfast.agent.Agent;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import dev.holdfast.policy.Rule;
import dev.holdfast.policy.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code holdfast.yaml} strictly: an unknown word is a fault, and all faults are told together. */
public final class ConfigReader {

    private static final Pattern VARIABLE = Pattern.compile("(?!(HOLDFAST|VAULT|BAO|AWS)_)[A-Za-z_][A-Za-z0-9_]*");

    private final List<String> faults = new ArrayList<>();

    private ConfigReader() {}

    /**
     * Reads the configuration of a home folder; the defaults when there is no file.
     *
     * @throws ConfigException when the file cannot be read or has faults
     */
    public static Config read(Path home) {
        Path file = home.resolve(Config.FILE);
        // A link to nothing is no missing file: what it should lead to might be stricter than the defaults.
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Config.defaults(home);
        }
        JsonNode root;
        try {
            YAMLMapper mapper = YAMLMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
            root = mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new ConfigException(
                    List.of("holdfast.yaml cannot be read as one YAML document, or has a name twice."));
        }
        return new ConfigReader().config(home, root);
    }

    private Config config(Path home, @Nullable JsonNode root) {
        if (root == null || root.isMissingNode() || root.isNull()) {
            return Config.defaults(home);
        }
        names(root, "holdfast.yaml", Set.of("agents", "value_from"));
        List<Agent> agents = agents(root.path("agents"));
        if (root.has("agents") && agents.isEmpty()) {
            // Without agents everybody is agent local; a list that was emptied must not mean that.
            faults.add("agents must name at least one agent, or be left out.");
        }
        Set<String> variables = variables(root.path("value_from"));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new Config(home, agents, variables);
    }

    private List<Agent> agents(JsonNode list) {
        List<Agent> agents = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (JsonNode node : items(list, "agents")) {
            String where = "agents[" + agents.size() + "]";
            names(node, where, Set.of("name", "environment", "allow", "deny"));
            String name = text(node.path("name"));
            if (!Agent.isName(name)) {
                faults.add(where + ".name must be 1 to 64 letters, digits, '.', '_' or '-'.");
                name = "invalid";
            } else if (!known.add(name)) {
                faults.add(where + ".name is already the name of an earlier agent.");
            }
            agents.add(new Agent(name, scope(node, where)));
        }
        return agents;
    }

    private Scope scope(JsonNode node, String where) {
        Environment environment = Environment.DEVELOPMENT;
        if (node.has("environment")) {
            Environment named = Environment.of(text(node.path("environment")));
            if (named == null) {
                faults.add(where + ".environment must be development, staging or production.");
            } else {
                environment = named;
            }
        }
        return new Scope(environment, rules(node, where, "allow"), rules(node, where, "deny"));
    }

    private List<Rule> rules(JsonNode agent, String agentPlace, String kind) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : items(agent.path(kind), agentPlace + "." + kind)) {
            String where = agentPlace + "." + kind + "[" + rules.size() + "]";
            names(node, where, Set.of("actions", "paths"));
            rules.add(new Rule(actions(node.path("actions"), where), paths(node.path("paths"), where)));
        }
        return rules;
    }

    private Set<Action> actions(JsonNode list, String where) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (JsonNode node : items(list, where + ".actions")) {
            try {
                actions.add(Action.of(text(node)));
            } catch (IllegalArgumentException e) {
                faults.add(
                        where
                                + ".actions holds an unknown action; known are store, read, list, rotate, request, export, approve, admin.");
            }
        }
        if (list.isEmpty()) {
            faults.add(where + ".actions must name at least one action.");
        }
        return actions;
    }

    private List<KeyPattern> paths(JsonNode list, String where) {
        List<KeyPattern> paths = new ArrayList<>();
        for (JsonNode node : items(list, where + ".paths")) {
            try {
                paths.add(KeyPattern.parse(text(node)));
            } catch (IllegalArgumentException e) {
                faults.add(where
                        + ".paths holds no pattern of key paths; write it such as project/** or project/*/live_*.");
            }
        }
        if (list.isEmpty()) {
            faults.add(where + ".paths must name at least one pattern.");
        }
        return paths;
    }

    private Set<String> variables(JsonNode node) {
        Set<String> variables = new LinkedHashSet<>();
        if (node.isMissingNode()) {
            return variables;
        }
        names(node, "value_from", Set.of("env"));
        for (JsonNode name : items(node.path("env"), "value_from.env")) {
            if (VARIABLE.matcher(text(name)).matches()) {
                variables.add(text(name));
            } else {
                faults.add("value_from.env may hold names of variables, but none of HOLDFAST_, VAULT_, BAO_ or AWS_.");
            }
        }
        return variables;
    }

    /** What was written as text; a number, a truth value or nothing is no name and no word. */
    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    private void names(JsonNode node, String where, Set<String> known) {
        if (!node.isObject()) {
            faults.add(where + " must be a map of names to values.");
            return;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(where + " has a name that is not known; it knows "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        });
    }

    private Iterable<JsonNode> items(JsonNode list, String where) {
        if (list.isMissingNode() || list.isArray()) {
            return list;
        }
        faults.add(where + " must be a list.");
        return List.of();
    }
}
