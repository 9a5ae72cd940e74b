package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast env check}: which secrets of a {@code .env} are stored. */
@Command(
        name = "check",
        description = "Tell which secrets of a .env are stored; exit 1 when one is not.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env check .env"})
final class EnvCheckCommand extends EnvSubcommand {

    @Parameters(paramLabel = "FILE", description = "Such as .env; relative to the workspace.")
    private String file = "";

    EnvCheckCommand(Backend backend, Environment environment) {
        super(backend, environment);
    }

    @Override
    int run(Backend.Opened opened) {
        EnvReport report =
                opened.services().env().check(opened.services().calls().get(), file);
        if (json()) {
            out().println(JsonOutput.of(tree(
                    "file",
                    report.file(),
                    "entries",
                    report.entries().stream()
                            .map(entry -> tree(
                                    "name",
                                    entry.name(),
                                    "status",
                                    entry.status().word(),
                                    "keyPath",
                                    entry.path() == null ? null : entry.path().toString()))
                            .toList(),
                    "allowed",
                    report.allowed().isEmpty() ? null : report.allowed(),
                    "ok",
                    report.ok())));
        } else {
            table(report);
        }
        return report.ok() ? Exit.DONE : Exit.REFUSED;
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
        if (!report.allowed().isEmpty()) {
            out().println("Let through by # holdfast:allow: " + String.join(", ", report.allowed()) + ".");
        }
        out().println(
                        report.ok()
                                ? "Everything secret in it is stored."
                                : "Store what is not stored with 'holdfast env import FILE', or with set_secret; valueFrom"
                                        + " dotenv:FILE#NAME reads it without showing it.");
    }
}
