package dev.holdfast.config;

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
