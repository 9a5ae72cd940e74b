package dev.holdfast.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.holdfast.agent.Agent;
import dev.holdfast.policy.Action;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code holdfast.yaml} strictly: an unknown word is a fault, and all faults are told together. */
public final class ConfigReader {

    private static final Pattern VARIABLE = Pattern.compile("(?!(HOLDFAST|VAULT|BAO|AWS)_)[A-Za-z_][A-Za-z0-9_]*");

    private final Environment environment;
    private final List<String> faults = new ArrayList<>();

    private ConfigReader(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads the configuration of the home folder that the environment names; the defaults when there is no file. What the
     * environment itself says stands before the file.
     *
     * @throws ConfigException when the file cannot be read or has faults
     */
    public static Config read(Environment environment) {
        JsonNode tree = tree(environment.home().resolve(Config.FILE));
        return new ConfigReader(environment).config(tree);
    }

    /** As {@link #read(Environment)}, of a home folder alone. */
    public static Config read(Path home) {
        return read(new Environment(Map.of("HOLDFAST_HOME", home.toString())));
    }

    private static JsonNode tree(Path file) {
        YAMLMapper mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        // A link to nothing is no missing file: what it should lead to might be stricter than the defaults.
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return mapper.createObjectNode();
        }
        try {
            JsonNode root = mapper.readTree(file.toFile());
            return root == null || root.isMissingNode() || root.isNull() ? mapper.createObjectNode() : root;
        } catch (IOException e) {
            throw new ConfigException(
                    List.of("holdfast.yaml cannot be read as one YAML document, or has a name twice."));
        }
    }

    private Config config(JsonNode tree) {
        if (tree instanceof ObjectNode map) {
            environment.over(map);
        }
        Section root = new Section(tree, Config.FILE, faults)
                .knowing("agents", "audit", "http", "store", "value_from", "vault");
        if (!tree.isObject()) {
            throw new ConfigException(faults);
        }
        Path home = environment.home();
        Config.Store store =
                Config.Store.valueOf(root.word("store", "embedded", "vault").toUpperCase(Locale.ROOT));
        Section vault = root.in("vault");
        boolean uses = store == Config.Store.VAULT || !vault.isMissing();
        Config config = new Config(
                home,
                store,
                uses ? VaultReader.read(vault, environment) : null,
                AuditConfig.of(root.in("audit"), environment),
                HttpReader.read(root.in("http"), home),
                IssuerReader.read(root.in("http"), home),
                agents(root),
                variables(root.in("value_from")));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
    }

    private List<Agent> agents(Section root) {
        List<Agent> agents = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Section section : root.each("agents")) {
            section.knowing("name", "environment", "allow", "deny");
            String name = section.text("name", "");
            if (!Agent.isName(name)) {
                section.fault("name", " must be 1 to 64 letters, digits, '.', '_' or '-'.");
                name = "invalid";
            } else if (!known.add(name)) {
                section.fault("name", " is already the name of an earlier agent.");
            }
            agents.add(new Agent(name, scope(section)));
        }
        if (root.has("agents") && agents.isEmpty()) {
            // Without agents everybody is agent local; a list that was emptied must not mean that.
            root.fault("agents", " must name at least one agent, or be left out.");
        }
        return agents;
    }

    private static Scope scope(Section agent) {
        var environment = dev.holdfast.policy.Environment.of(agent.text("environment", "development"));
        if (environment == null) {
            agent.fault("environment", " must be development, staging or production.");
            environment = dev.holdfast.policy.Environment.DEVELOPMENT;
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

    private static Set<String> variables(Section section) {
        Set<String> variables = new LinkedHashSet<>();
        for (String name : section.knowing("env").texts("env")) {
            if (VARIABLE.matcher(name).matches()) {
                variables.add(name);
            } else {
                section.fault("env", " may hold names of variables, but none of HOLDFAST_, VAULT_, BAO_ or AWS_.");
            }
        }
        return variables;
    }
}
