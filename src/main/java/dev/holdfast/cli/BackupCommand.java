package dev.holdfast.cli;

import dev.holdfast.audit.Channel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast backup}: the database of the home folder as one sealed file. */
@Command(
        name = "backup",
        description = "Seal the database of the home folder into one file, while servers run.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file opens under the master key alone, which is not in it: keep a copy of the key at another place.",
            "",
            "Example:",
            "  holdfast backup --out /mnt/usb/holdfast-monday.backup"
        })
final class BackupCommand implements Callable<Integer> {

    private final Backend backend;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to make; never replaced.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    BackupCommand(Backend backend) {
        this.backend = backend;
    }

    /** The owner of the home folder, whose rights backups need. */
    static Backend.Who owner() {
        return new Backend.Who(
                null, System.getProperty("user.name"), Path.of("").toAbsolutePath(), Channel.CLI);
    }

    @Override
    public Integer call() {
        if (spec == null || out == null) {
            throw new IllegalStateException("not run by the command line");
        }
        Path file = out.toAbsolutePath();
        Backend.Backup made = backend.backup(owner(), file);
        PrintWriter printer = spec.commandLine().getOut();
        String note = made.note();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("file", file.toString());
            tree.put("bytes", made.bytes());
            if (note != null) {
                tree.put("note", note);
            }
            printer.println(JsonOutput.of(tree));
        } else {
            printer.println("Backed up to " + file + " (" + made.bytes() + " bytes), and read back.");
            if (note != null) {
                printer.println(note);
            }
            printer.println("It opens under this store's master key alone, which is not in it.");
        }
        return Exit.DONE;
    }
}
