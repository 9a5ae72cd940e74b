package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Agent;
import dev.holdfast.config.AgentReader;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.Environment;
import dev.holdfast.state.RegisteredAgent;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast agent}: agents whose rules all servers share, and which agents are active. */
@Command(
        name = "agent",
        description = "Put agents and their rules into the database, and make agents active or not.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | put | activate | deactivate)",
        footer = {
            "",
            "Every server of the same database follows within a second. An agent of holdfast.yaml keeps its rules there.",
            "",
            "Examples:",
            "  holdfast agent put agents.yaml",
            "  holdfast agent deactivate claude-supervisor",
            "  holdfast agent list"
        })
final class AgentCommand implements Runnable {

    private final Backend backend;
    private final Environment environment;

    @Spec
    private @Nullable CommandSpec spec;

    AgentCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public void run() {
        CommandSpec known = Objects.requireNonNull(spec);
        known.commandLine().usage(known.commandLine().getOut());
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private interface Work {
        void with(Backend.OpenedAgents opened, Call call);
    }

    private int opened(Work work) throws Exception {
        try (Backend.OpenedAgents opened = backend.openAgents(new Acting().who(environment))) {
            work.with(opened, opened.calls().get());
            return Exit.DONE;
        } finally {
            out().flush();
        }
    }

    @Command(
            name = "put",
            description = "Keep the agents of a file, which has 'agents' as holdfast.yaml has it.",
            mixinStandardHelpOptions = true)
    int put(@Parameters(paramLabel = "FILE", description = "YAML with agents and nothing else.") Path file)
            throws Exception {
        Map<String, String> entries = entries(file);
        return opened((opened, call) -> {
            opened.agents().put(call, entries);
            out().println((entries.size() == 1 ? "1 agent is" : entries.size() + " agents are") + " in the database.");
        });
    }

    private static Map<String, String> entries(Path file) {
        String hint = "Name a file with agents as in docs/configuration.md, and nothing else.";
        if (!Files.isReadable(file)) {
            throw new Refusal(Reason.INVALID_ARGUMENT, "There is no such file, or it may not be read.", hint);
        }
        try {
            return AgentReader.entries(file);
        } catch (ConfigException e) {
            throw new Refusal(Reason.INVALID_ARGUMENT, String.join(" ", e.faults()), hint);
        }
    }

    @Command(name = "activate", description = "Make an agent's tokens count again.", mixinStandardHelpOptions = true)
    int activate(@Parameters(paramLabel = "NAME", description = "The agent.") String name) throws Exception {
        return opened((opened, call) -> {
            opened.agents().setActive(call, name, true);
            out().println("The agent is active.");
        });
    }

    @Command(
            name = "deactivate",
            description = "Make an agent's tokens count no more, whoever issued them.",
            mixinStandardHelpOptions = true)
    int deactivate(@Parameters(paramLabel = "NAME", description = "The agent.") String name) throws Exception {
        return opened((opened, call) -> {
            opened.agents().setActive(call, name, false);
            out().println("The agent is not active; its tokens are refused within a second.");
        });
    }

    @Command(
            name = "list",
            description = "List the agents of holdfast.yaml and of the database.",
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json) throws Exception {
        return opened((opened, call) -> {
            List<Line> lines = lines(opened.agents().all(call), opened.configured());
            if (json) {
                out().println(JsonOutput.of(lines.stream().map(Line::tree).toList()));
                return;
            }
            Table table = new Table("NAME", "ENVIRONMENT", "RULES", "FROM", "STATE");
            lines.forEach(line -> table.row(
                    line.name, line.environment(), line.rules(), line.from, line.active ? "active" : "not active"));
            table.print(out());
        });
    }

    private static List<Line> lines(List<RegisteredAgent> registered, List<Agent> configured) {
        Map<String, Line> lines = new TreeMap<>();
        configured.forEach(agent -> lines.put(agent.name(), new Line(agent.name(), agent, "holdfast.yaml", true)));
        for (RegisteredAgent one : registered) {
            Line known = lines.get(one.name());
            lines.put(
                    one.name(),
                    known == null
                            ? new Line(one.name(), agent(one), "database", one.active())
                            : new Line(one.name(), known.agent, known.from, one.active()));
        }
        return new ArrayList<>(lines.values());
    }

    private static @Nullable Agent agent(RegisteredAgent registered) {
        try {
            return registered.rules() == null ? null : AgentReader.agent(registered.rules());
        } catch (ConfigException e) {
            return null;
        }
    }

    /** A line of the list; without an agent where its rules are nowhere, or cannot be read. */
    private record Line(String name, @Nullable Agent agent, String from, boolean active) {

        String environment() {
            return agent == null ? "" : agent.scope().environment().word();
        }

        String rules() {
            return agent == null
                    ? "none"
                    : agent.scope().allow().size() + " allow, "
                            + agent.scope().deny().size() + " deny";
        }

        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("name", name);
            tree.put("environment", agent == null ? null : environment());
            tree.put("from", from);
            tree.put("allow", agent == null ? 0 : agent.scope().allow().size());
            tree.put("deny", agent == null ? 0 : agent.scope().deny().size());
            tree.put("active", active);
            return tree;
        }
    }
}
