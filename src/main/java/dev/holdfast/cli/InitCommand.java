package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.Channel;
import dev.holdfast.config.Environment;
import dev.holdfast.setup.Client;
import dev.holdfast.setup.ClientSetup;
import java.io.IOException;
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
            "  holdfast init --client claude-code --write",
            "  holdfast init --client git --write",
            "  holdfast init --client claude-code --undo"
        })
final class InitCommand implements Callable<Integer> {

    /** Set by the launcher to its own place. */
    private static final String LAUNCHER = "holdfast.launcher";

    private final Backend backend;
    private final Environment environment;

    @Option(
            names = "--client",
            paramLabel = "CLIENT",
            converter = ClientWord.Converter.class,
            completionCandidates = ClientWord.All.class,
            description = "Show the entry and the rule for: ${COMPLETION-CANDIDATES}.")
    private @Nullable Client client;

    @Option(names = "--write", description = "Merge them into the files of the project in the working folder.")
    private boolean write;

    @Option(names = "--undo", description = "Take out of them what --write put in.")
    private boolean undo;

    @Option(names = "--block-reads", description = "Have the hooks refuse to read a .env, too.")
    private boolean blockReads;

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
        if (chosen == null ? write || undo || blockReads : write && undo) {
            spec().commandLine()
                    .getErr()
                    .println("Name --client (" + Client.words() + ") and one of --write and --undo.");
            return Exit.USAGE;
        }
        Path folder = Path.of("").toAbsolutePath();
        ClientSetup setup = chosen == null ? null : setup(chosen, folder);
        List<HomeSetup.Part> parts = undo ? List.of() : home(folder);
        List<ClientSetup.Result> results =
                setup == null || !(write || undo) ? List.of() : undo ? setup.undo() : setup.write();
        if (json) {
            out().println(JsonOutput.of(tree(parts, chosen, setup, results)));
        } else {
            tell(parts);
            next(chosen, setup, results);
        }
        return results.stream().anyMatch(InitCommand::refused) ? Exit.REFUSED : Exit.DONE;
    }

    private ClientSetup setup(Client chosen, Path folder) {
        try {
            return new ClientSetup(chosen, launcher(), folder, blockReads);
        } catch (IOException e) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "This folder is in no git repository, or git is not installed.",
                    "Call it in a work tree of git.");
        }
    }

    private List<HomeSetup.Part> home(Path folder) throws Exception {
        Backend.Who owner = new Backend.Who(null, System.getProperty("user.name"), folder, Channel.CLI);
        return new HomeSetup(backend, environment).make(owner);
    }

    private void tell(List<HomeSetup.Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
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

    private void next(@Nullable Client chosen, @Nullable ClientSetup setup, List<ClientSetup.Result> results) {
        if (chosen == null || setup == null) {
            out().println("Next, in the folder of your project: holdfast init --client CLIENT --write");
            out().println("Clients: " + Client.words());
        } else if (results.isEmpty()) {
            setup.snippets().keySet().forEach(file -> snippets(chosen, setup, file));
            chosen.notes().forEach(out()::println);
            out().println("Nothing of this was written. Add --write to have it merged into the files.");
        } else {
            turned(chosen, setup, results);
        }
    }

    private void turned(Client chosen, ClientSetup setup, List<ClientSetup.Result> results) {
        Table table = new Table("file", "now");
        results.forEach(result -> table.row(result.file(), word(result)));
        table.print(out());
        out().println();
        for (ClientSetup.Result result : results) {
            if (result.why() != null) {
                out().println(Style.YELLOW.of(result.file() + ": ") + result.why());
                out().println();
                snippets(chosen, setup, result.file());
            }
        }
        if (write) {
            chosen.notes().forEach(out()::println);
        }
    }

    private void snippets(Client chosen, ClientSetup setup, String file) {
        out().println(Style.BOLD.of("For " + file + " (" + chosen.title() + "):"));
        out().println();
        for (String text : setup.snippets().getOrDefault(file, List.of())) {
            out().println(text.stripTrailing());
            out().println();
        }
    }

    private static Map<String, Object> tree(
            List<HomeSetup.Part> parts,
            @Nullable Client chosen,
            @Nullable ClientSetup setup,
            List<ClientSetup.Result> results) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (HomeSetup.Part part : parts) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("place", part.place());
            facts.put("made", part.made());
            tree.put(part.name(), facts);
        }
        if (chosen == null || setup == null) {
            return tree;
        }
        tree.put("client", chosen.word());
        tree.put("snippets", setup.snippets());
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
