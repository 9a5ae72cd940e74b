package dev.holdfast.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
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
        JsonNode tree = tree(environment.home().resolve(Config.FILE), Config.FILE);
        return new ConfigReader(environment).config(tree);
    }

    /** As {@link #read(Environment)}, of a home folder alone. */
    public static Config read(Path home) {
        return read(new Environment(Map.of("HOLDFAST_HOME", home.toString())));
    }

    /**
     * A document of YAML; an empty one when there is no file.
     *
     * @param place what a fault calls it
     */
    static JsonNode tree(Path file, String place) {
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
            throw new ConfigException(List.of(place + " cannot be read as one YAML document, or has a name twice."));
        }
    }

    private Config config(JsonNode tree) {
        if (tree instanceof ObjectNode map) {
            environment.over(map);
        }
        Section root = new Section(tree, Config.FILE, faults)
                .knowing("agents", "audit", "http", "metrics", "redis", "services", "store", "value_from", "vault");
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
                ServicesReader.read(root.in("services")),
                MetricsReader.read(root.in("metrics")),
                RedisReader.read(root.in("redis"), environment),
                IssuerReader.read(root.in("http"), home),
                AgentReader.read(root),
                variables(root.in("value_from")));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
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
