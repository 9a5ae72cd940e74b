package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast restore}: a backup into the home folder, when it was proven to be sound. */
@Command(
        name = "restore",
        description = "Check a backup, and put it in place of the database in the home folder.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The master key has to be in its place first. The database that is there is kept beside it.",
            "HOLDFAST_HOME names another home folder.",
            "",
            "Examples:",
            "  holdfast restore --dry-run /mnt/usb/holdfast-monday.backup",
            "  holdfast restore /mnt/usb/holdfast-monday.backup"
        })
final class RestoreCommand implements Callable<Integer> {

    private static final int BAR = 1000;

    private final Backend backend;

    @Parameters(paramLabel = "FILE", description = "A file that 'holdfast backup' made.")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "Check the backup, and change nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Replace the database that is there without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    RestoreCommand(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Integer call() throws Exception {
        if (spec == null || file == null) {
            throw new IllegalStateException("not run by the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, BAR);
        Backend.Steps steps = (done, all) -> progress.at((int) ((long) BAR * done / Math.max(1, all)), "values opened");
        try (Backend.OpenedRestore opened = open(file.toAbsolutePath(), steps, progress)) {
            Path kept = null;
            if (!dryRun) {
                requireConsent(opened);
                kept = opened.put().get();
            }
            print(out, opened, kept);
        }
        return Exit.DONE;
    }

    private Backend.OpenedRestore open(Path backup, Backend.Steps steps, Progress progress) {
        try {
            return backend.openRestore(BackupCommand.owner(), backup, steps);
        } finally {
            progress.end();
        }
    }

    private void requireConsent(Backend.OpenedRestore opened) {
        if (!opened.replaces()
                || yes
                || Terminal.agrees("The home folder has a database. Keep it aside, and put the backup in its place?")) {
            return;
        }
        throw new Refusal(
                Reason.INVALID_ARGUMENT,
                "The home folder has a database already; nothing was changed.",
                "Add --yes to replace it; it is kept beside the new one.");
    }

    private void print(PrintWriter out, Backend.OpenedRestore opened, @Nullable Path kept) {
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("values", opened.values());
            tree.put("restored", !dryRun);
            if (kept != null) {
                tree.put("kept", kept.toString());
            }
            out.println(JsonOutput.of(tree));
            return;
        }
        out.println("The backup is whole and of this key: " + opened.values() + " values opened, its audit holds.");
        if (dryRun) {
            out.println("Nothing was changed.");
            return;
        }
        out.println("It is in place now.");
        if (kept != null) {
            out.println("What was there before is kept as " + kept + "; delete it when you need it no more.");
        }
    }
}
