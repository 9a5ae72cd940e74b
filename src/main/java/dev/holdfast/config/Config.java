package dev.holdfast.config;

import dev.holdfast.agent.Agent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the owner configured.
 *
 * @param home the folder of the store, the key and {@code holdfast.yaml}
 * @param agents in the order of the file; empty when none is configured
 * @param readableVariables the environment variables that {@code valueFrom} may name
 */
public record Config(Path home, List<Agent> agents, Set<String> readableVariables) {

    /** Name of the file in the home folder. */
    public static final String FILE = "holdfast.yaml";

    public Config {
        agents = List.copyOf(agents);
        readableVariables = Set.copyOf(readableVariables);
    }

    /** What holds when there is no file. */
    public static Config defaults(Path home) {
        return new Config(home, List.of(), Set.of());
    }
}
