package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.audit.Channel;
import dev.holdfast.config.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast init}: the home folder, and a client's entry and rule for the project in the working folder. */
@Command(
        name = "init",
        description = "Make the home folder, the key and the configuration, and connect a client to this project.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What is there already is kept. Without --write, the client's files are printed and not touched.",
            "",
            "Examples:",
            "  holdfast init",
            "  holdfast init --client claude-code --write"
        })
final class InitCommand implements Callable<Integer> {

    /** Set by the launcher to its own place. */
    private static final String LAUNCHER = "holdfast.launcher";

    private final Backend backend;
    private final Environment environment;

    @Option(
            names = "--client",
            paramLabel = "CLIENT",
            converter = Client.Converter.class,
            completionCandidates = Client.Words.class,
            description = "Show the entry and the rule for: ${COMPLETION-CANDIDATES}.")
    private @Nullable Client client;

    @Option(names = "--write", description = "Merge them into the files of the project in the working folder.")
    private boolean write;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    InitCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Client chosen = client;
        if (write && chosen == null) {
            spec().commandLine().getErr().println("--write needs --client: " + Client.words() + ".");
            return Exit.USAGE;
        }
        Path folder = Path.of("").toAbsolutePath();
        Backend.Who owner = new Backend.Who(null, System.getProperty("user.name"), folder, Channel.CLI);
        List<HomeSetup.Part> parts = new HomeSetup(backend, environment).make(owner);
        List<ClientSetup.Result> results =
                write && chosen != null ? new ClientSetup(chosen, launcher(), folder).write() : List.of();
        if (json) {
            out().println(JsonOutput.of(tree(parts, chosen, results)));
        } else {
            home(parts);
            next(chosen, results);
        }
        return results.stream().anyMatch(InitCommand::refused) ? Exit.REFUSED : Exit.DONE;
    }

    private void home(List<HomeSetup.Part> parts) {
        out().println(Style.BOLD.of("Holdfast is ready."));
        out().println();
        Table table = new Table("what", "now", "where");
        parts.forEach(part -> table.row(part.name(), part.made() ? "made" : "kept", part.place()));
        table.print(out());
        out().println();
        if (parts.stream().anyMatch(part -> part.name().equals("key") && part.made())) {
            out().println("Keep a copy of the key apart from the store: without it no secret can be read.");
            out().println();
        }
    }

    private void next(@Nullable Client chosen, List<ClientSetup.Result> results) {
        if (chosen == null) {
            out().println("Next, in the folder of your project: holdfast init --client CLIENT --write");
            out().println("Clients: " + Client.words());
        } else if (results.isEmpty()) {
            shown(chosen);
        } else {
            written(chosen, results);
        }
    }

    private void shown(Client chosen) {
        String entryFile = chosen.entryFile();
        if (entryFile != null) {
            snippet(chosen, entryFile);
        }
        if (chosen == Client.CLAUDE_CODE) {
            snippet(chosen, ClientEntry.APPROVAL_FILE);
        }
        snippet(chosen, chosen.ruleFile());
        chosen.notes().forEach(out()::println);
        out().println("Nothing of this was written. Add --write to have it merged into the files.");
    }

    private void written(Client chosen, List<ClientSetup.Result> results) {
        Table table = new Table("file", "now");
        results.forEach(result -> table.row(result.file(), word(result)));
        table.print(out());
        out().println();
        for (ClientSetup.Result result : results) {
            if (result.why() != null) {
                out().println(Style.YELLOW.of(result.file() + ": ") + result.why());
                out().println();
                snippet(chosen, result.file());
            }
        }
        chosen.notes().forEach(out()::println);
    }

    private void snippet(Client chosen, String file) {
        out().println(Style.BOLD.of("For " + file + " (" + chosen.title() + "):"));
        out().println();
        out().println(text(chosen, file));
        out().println();
    }

    private static String text(Client chosen, String file) {
        JsonNode tree =
                file.equals(ClientEntry.APPROVAL_FILE) ? ClientEntry.approval() : ClientEntry.file(chosen, launcher());
        return file.equals(chosen.ruleFile()) ? RuleBlock.TEXT : JsonText.pretty(tree);
    }

    private static Map<String, Object> tree(
            List<HomeSetup.Part> parts, @Nullable Client chosen, List<ClientSetup.Result> results) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (HomeSetup.Part part : parts) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("place", part.place());
            facts.put("made", part.made());
            tree.put(part.name(), facts);
        }
        if (chosen == null) {
            return tree;
        }
        tree.put("client", chosen.word());
        if (chosen.entryFile() != null) {
            tree.put("entry", ClientEntry.file(chosen, launcher()));
        }
        tree.put("rule", RuleBlock.TEXT);
        tree.put("files", results.stream().map(InitCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(ClientSetup.Result result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", result.file());
        tree.put("change", word(result));
        if (result.why() != null) {
            tree.put("why", result.why());
        }
        return tree;
    }

    private static String word(ClientSetup.Result result) {
        return result.change().name().toLowerCase(Locale.ROOT);
    }

    private static boolean refused(ClientSetup.Result result) {
        return result.change() == ClientSetup.Change.REFUSED;
    }

    /** Where this program was started; when it was started without the launcher, whatever the search path holds. */
    private static String launcher() {
        return System.getProperty(LAUNCHER, "holdfast");
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }
}
