package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvAccess.WrittenEntry;
import dev.holdfast.intake.Restoration;
import dev.holdfast.intake.Restoration.Restored;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast env restore}: a lost or broken {@code .env}, from what the store knows was in it. */
@Command(
        name = "restore",
        description = "Rebuild a .env from the secrets that were written into it or imported from it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env restore .env"})
final class EnvRestoreCommand extends EnvSubcommand {

    @Parameters(paramLabel = "FILE", description = "Such as .env; relative to the workspace.")
    private String file = "";

    EnvRestoreCommand(Backend backend, Environment environment) {
        super(backend, environment);
    }

    @Override
    int run(Backend.Opened opened) {
        Restored restored =
                Restoration.restore(opened.services().env(), opened.services().calls(), file);
        if (json()) {
            out().println(JsonOutput.of(tree(
                    "file",
                    restored.file(),
                    "written",
                    restored.written().stream().map(EnvRestoreCommand::tree).toList(),
                    "refused",
                    restored.refused().entrySet().stream()
                            .map(one -> tree("name", one.getKey().name(), one.getValue()))
                            .toList())));
        } else {
            table(restored.written()).print(out());
            out().println(
                            count(restored.written().size(), "variable") + " written into " + restored.file()
                                    + " in current versions. Lines without a secret are not in the store; what was lost of them stays lost.");
            restored.refused().forEach((entry, refusal) -> refused(entry.name() + " (" + entry.path() + ")", refusal));
        }
        return restored.refused().isEmpty() ? Exit.DONE : Exit.REFUSED;
    }

    static Table table(List<WrittenEntry> written) {
        Table table = new Table("variable", "version", "key path");
        written.forEach(entry -> table.row(
                entry.name(), String.valueOf(entry.version()), entry.path().toString()));
        return table;
    }

    static Map<String, Object> tree(WrittenEntry entry) {
        return tree("name", entry.name(), "keyPath", entry.path().toString(), "version", entry.version());
    }
}
