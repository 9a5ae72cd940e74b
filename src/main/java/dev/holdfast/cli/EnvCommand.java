package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast env}: a project's {@code .env} files and the store. */
@Command(
        name = "env",
        description = "Compare a project's .env files with the store.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env check .env"})
final class EnvCommand implements Runnable {

    private final Backend backend;
    private final Environment environment;

    @Spec
    private @Nullable CommandSpec spec;

    EnvCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Command(
            name = "check",
            description = "Tell which secrets of a .env are stored; exit 1 when one is not.",
            mixinStandardHelpOptions = true)
    Integer check(
            @Parameters(paramLabel = "FILE", description = "Such as .env; relative to the workspace.") String file,
            @Mixin Acting acting,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws Exception {
        try (Backend.Opened opened = backend.open(acting.who(environment))) {
            EnvReport report =
                    opened.services().env().check(opened.services().calls().get(), file);
            if (json) {
                out().println(JsonOutput.of(tree(report)));
            } else {
                table(report);
            }
            return report.ok() ? Exit.DONE : Exit.REFUSED;
        }
    }

    private static Map<String, Object> tree(EnvReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", report.file());
        tree.put("entries", report.entries().stream().map(EnvCommand::tree).toList());
        tree.put("ok", report.ok());
        return tree;
    }

    private static Map<String, Object> tree(EnvReport.Entry entry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", entry.name());
        tree.put("status", entry.status().word());
        if (entry.path() != null) {
            tree.put("keyPath", entry.path().toString());
        }
        return tree;
    }

    private void table(EnvReport report) {
        Table table = new Table("variable", "status", "key path");
        for (EnvReport.Entry entry : report.entries()) {
            table.row(
                    entry.name(),
                    entry.status().word(),
                    entry.path() == null ? "" : entry.path().toString());
        }
        table.print(out());
        out().println(
                        report.ok()
                                ? "Everything secret in it is stored."
                                : "Store what is not stored with set_secret; valueFrom dotenv:FILE#NAME reads it without showing it.");
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec.commandLine().getOut();
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(out());
        }
    }
}
