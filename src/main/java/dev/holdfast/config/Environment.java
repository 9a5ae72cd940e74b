package dev.holdfast.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the process that Holdfast reads.
 *
 * <p>A class and not a record: the master key and the token are in no {@code toString}.
 */
public final class Environment {

    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** {@code HOLDFAST_HOME}, by default {@code .holdfast} in the user's home. */
    public Path home() {
        String home = get("HOLDFAST_HOME");
        return home != null
                ? Path.of(home).toAbsolutePath().normalize()
                : Path.of(System.getProperty("user.home"), ".holdfast");
    }

    /** {@code HOLDFAST_MASTER_KEY}, or null. */
    public @Nullable String masterKey() {
        return get("HOLDFAST_MASTER_KEY");
    }

    /** {@code HOLDFAST_TOKEN}, or null. */
    public @Nullable String token() {
        return get("HOLDFAST_TOKEN");
    }

    /** {@code HOLDFAST_BOOTSTRAP_TOKEN}, which {@code serve} gives an administrator's token for; or null. */
    public @Nullable String bootstrapToken() {
        return get("HOLDFAST_BOOTSTRAP_TOKEN");
    }

    /** {@code HOLDFAST_AGENT}, for which {@code --agent} stands first; or null. */
    public @Nullable String agent() {
        return get("HOLDFAST_AGENT");
    }

    /** {@code HOLDFAST_WORKSPACE}, for which {@code --workspace} stands first; or null. */
    public @Nullable String workspace() {
        return get("HOLDFAST_WORKSPACE");
    }

    /** {@code HOLDFAST_LOG}: off, error, warn, info, debug or trace; by default warn. */
    public String logLevel() {
        String level = get("HOLDFAST_LOG");
        return level == null ? "warn" : level;
    }

    /** {@code HOLDFAST_LOG_FORMAT}: text or json; by default text. */
    public String logFormat() {
        String format = get("HOLDFAST_LOG_FORMAT");
        return format == null ? "text" : format;
    }

    /** {@code HOLDFAST_VAULT_TOKEN}, or null. */
    public @Nullable String vaultToken() {
        return get("HOLDFAST_VAULT_TOKEN");
    }

    /** {@code VAULT_TOKEN} or {@code BAO_TOKEN}, which the servers' own clients read; or null. */
    public @Nullable String clientToken() {
        return first("VAULT_TOKEN", "BAO_TOKEN");
    }

    /** {@code HOLDFAST_AUDIT_PASSWORD}, for which no file is read; or null. */
    public @Nullable String auditPassword() {
        return get("HOLDFAST_AUDIT_PASSWORD");
    }

    /** {@code HOLDFAST_AUDIT_OWNER_PASSWORD}, for which no file is read; or null. */
    public @Nullable String auditOwnerPassword() {
        return get("HOLDFAST_AUDIT_OWNER_PASSWORD");
    }

    /** {@code HOLDFAST_REDIS_PASSWORD}, for which no file is read; or null. */
    public @Nullable String redisPassword() {
        return get("HOLDFAST_REDIS_PASSWORD");
    }

    /**
     * Puts what the environment says over the tree of a configuration. The variables of other programs stand behind the
     * file: a shell that was made for another server must not send secrets there.
     */
    void over(ObjectNode tree) {
        put(tree, "store", get("HOLDFAST_STORE"));
        over(tree, "audit", "url", get("HOLDFAST_AUDIT_URL"));
        over(tree, "vault", "address", get("HOLDFAST_VAULT_ADDR"));
        over(tree, "redis", "url", get("HOLDFAST_REDIS_URL"));
        if (tree.has("vault") || tree.path("store").asText().equals("vault")) {
            under(tree, "vault", "address", first("VAULT_ADDR", "BAO_ADDR"));
            under(tree, "vault", "namespace", first("VAULT_NAMESPACE", "BAO_NAMESPACE"));
            under(tree, "vault", "ca_file", first("VAULT_CACERT", "BAO_CACERT"));
        }
    }

    private static void under(ObjectNode tree, String section, String name, @Nullable String value) {
        if (!tree.path(section).has(name)) {
            over(tree, section, name, value);
        }
    }

    private static void over(ObjectNode tree, String section, String name, @Nullable String value) {
        JsonNode found = tree.path(section);
        if (value != null && (found.isMissingNode() || found.isObject())) {
            put(tree.withObject("/" + section), name, value);
        }
    }

    private static void put(ObjectNode tree, String name, @Nullable String value) {
        if (value != null) {
            tree.put(name, value);
        }
    }

    private @Nullable String first(String... names) {
        for (String name : names) {
            String value = get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** All variables, for {@code valueFrom}, which reads the listed ones alone. */
    public Map<String, String> all() {
        return variables;
    }

    /** An empty variable counts as one that is not set. */
    private @Nullable String get(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
