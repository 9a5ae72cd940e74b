package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.StoreMove.Moved;
import dev.holdfast.audit.Channel;
import dev.holdfast.config.Config;
import dev.holdfast.secret.KeyPath;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code holdfast migrate}: secrets into another store, or the database's schema to this version. */
@Command(
        name = "migrate",
        description = "Copy all secrets from one store into the other, or bring the audit's database up to date.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A copy keeps versions, descriptions and times, is proven by reading it back, and never changes the",
            "source. Interrupted, call it again: it goes on where it was. Deleted secrets stay behind.",
            "",
            "Examples:",
            "  holdfast migrate --from embedded --to vault --dry-run",
            "  holdfast migrate --from embedded --to vault",
            "  holdfast migrate --schema"
        })
final class MigrateCommand implements Callable<Integer> {

    private final Backend backend;

    @Option(names = "--from", paramLabel = "STORE", description = "Where the secrets are: embedded or vault.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "STORE", description = "Where they go: vault or embedded.")
    private @Nullable String to;

    @Option(
            names = "--schema",
            description = "Make or update the tables of the audit, under the login audit.owner of holdfast.yaml.")
    private boolean schema;

    @Option(names = "--dry-run", description = "Say what would be copied, and copy nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    MigrateCommand(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Integer call() throws Exception {
        Config.Store source = store(from);
        Config.Store target = store(to);
        if (schema && from == null && to == null && !dryRun) {
            return schema();
        }
        if (schema || source == null || target == null || source == target) {
            err().println("Say --from and --to, one of them embedded and the other vault; or --schema alone.");
            return Exit.USAGE;
        }
        Backend.Who owner = new Backend.Who(
                null, System.getProperty("user.name"), Path.of("").toAbsolutePath(), Channel.CLI);
        try (Backend.OpenedMove opened = backend.openMove(owner, source, target)) {
            List<KeyPath> paths = opened.move().paths(opened.calls().get());
            return dryRun ? plan(paths) : copy(opened, paths, target);
        }
    }

    private static Config.@Nullable Store store(@Nullable String word) {
        for (Config.Store store : Config.Store.values()) {
            if (store.name().toLowerCase(Locale.ROOT).equals(word)) {
                return store;
            }
        }
        return null;
    }

    private int schema() {
        int version = backend.migrateSchema();
        if (json) {
            out().println(JsonOutput.of(Map.of("schema", version)));
        } else {
            out().println("The tables of the audit are at version " + version + ".");
        }
        return Exit.DONE;
    }

    private int plan(List<KeyPath> paths) {
        if (json) {
            out().println(JsonOutput.of(
                    Map.of("secrets", paths.stream().map(KeyPath::toString).toList())));
        } else {
            paths.forEach(out()::println);
            out().println(paths.size() + " secrets would be copied.");
        }
        return Exit.DONE;
    }

    private int copy(Backend.OpenedMove opened, List<KeyPath> paths, Config.Store target) {
        Results results = new Results();
        Progress progress = new Progress(err(), Math.max(1, paths.size()));
        try {
            for (int i = 0; i < paths.size() && !results.unreachable(); i++) {
                progress.at(i, paths.get(i).toString());
                results.add(opened, paths.get(i));
            }
        } finally {
            progress.end();
        }
        if (json) {
            out().println(JsonOutput.of(results.tree()));
        } else {
            results.print(out(), paths.size(), target);
        }
        if (results.unreachable()) {
            return Exit.UNREACHABLE;
        }
        return results.refused.isEmpty() ? Exit.DONE : Exit.REFUSED;
    }

    /** What became of the secrets so far. */
    private static final class Results {

        private final List<Moved> moved = new ArrayList<>();
        private final Map<KeyPath, Refusal> refused = new LinkedHashMap<>();
        private boolean unreachable;

        void add(Backend.OpenedMove opened, KeyPath path) {
            try {
                moved.add(opened.move().move(opened.calls().get(), path));
            } catch (Refusal e) {
                refused.put(path, e);
                unreachable = e.reason() == Reason.STORE_UNAVAILABLE || e.reason() == Reason.AUDIT_UNAVAILABLE;
            }
        }

        boolean unreachable() {
            return unreachable;
        }

        void print(PrintWriter out, int all, Config.Store target) {
            long now = moved.stream().filter(one -> one.written() > 0).count();
            int versions = moved.stream().mapToInt(Moved::written).sum();
            out.println(now + " of " + all + " secrets copied (" + versions + " versions), " + (moved.size() - now)
                    + " were there already. Each was read back and is the same.");
            refused.forEach((path, refusal) ->
                    out.println(Style.RED.of(path.toString()) + ": " + refusal.problem() + " " + refusal.hint()));
            if (unreachable) {
                out.println("Call the same command again when it can be reached: it goes on where it was.");
            } else if (refused.isEmpty()) {
                out.println("Now set 'store: " + target.name().toLowerCase(Locale.ROOT)
                        + "' in holdfast.yaml and start the servers again. The source is as it was.");
            }
        }

        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("copied", moved.stream().map(Results::tree).toList());
            tree.put(
                    "refused",
                    refused.entrySet().stream()
                            .map(entry -> Map.of(
                                    "keyPath", entry.getKey().toString(),
                                    "code", entry.getValue().reason().name(),
                                    "problem", entry.getValue().problem()))
                            .toList());
            return tree;
        }

        private static Map<String, Object> tree(Moved one) {
            return Map.of("keyPath", one.path().toString(), "versions", one.versions(), "written", one.written());
        }
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }
}
