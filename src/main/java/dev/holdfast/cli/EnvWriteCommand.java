package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import dev.holdfast.config.ProjectSettings;
import dev.holdfast.dotenv.EnvAccess.Entry;
import dev.holdfast.dotenv.EnvAccess.WrittenEnv;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast env write}: stored secrets into a {@code .env}, those that are named or all that the project needs. */
@Command(
        name = "write",
        description = "Write stored secrets into a .env; without names, the keys of the project's .holdfast.yaml.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env write .env STRIPE_API_KEY=project/shop/stripe_api_key"})
final class EnvWriteCommand extends EnvSubcommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "Such as .env; relative to the workspace.")
    private String file = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=KEYPATH",
            description = "A variable and the secret for it.")
    private List<String> entries = List.of();

    EnvWriteCommand(Backend backend, Environment environment) {
        super(backend, environment);
    }

    @Override
    int run(Backend.Opened opened) {
        List<Entry> wanted = entries.isEmpty() ? ofProject(who().workspace()) : named();
        WrittenEnv written =
                opened.services().env().write(opened.services().calls().get(), file, wanted);
        if (json()) {
            out().println(JsonOutput.of(tree(
                    "file",
                    written.file(),
                    "written",
                    written.entries().stream().map(EnvRestoreCommand::tree).toList())));
        } else {
            EnvRestoreCommand.table(written.entries()).print(out());
            out().println(count(written.entries().size(), "variable") + " written into " + written.file() + ".");
        }
        return Exit.DONE;
    }

    private List<Entry> named() {
        List<Entry> named = new ArrayList<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new Refusal(
                        Reason.INVALID_ARGUMENT,
                        "What stands behind the file is not of the form NAME=KEYPATH.",
                        "Write it such as STRIPE_API_KEY=project/shop/stripe_api_key; a value is never an argument.");
            }
            try {
                named.add(new Entry(entry.substring(0, equals), KeyPath.parse(entry.substring(equals + 1))));
            } catch (InvalidInput e) {
                throw Refusal.of(e);
            }
        }
        return named;
    }

    private List<Entry> ofProject(Path workspace) {
        Path named = workspace.resolve(file).toAbsolutePath().normalize();
        Path top = workspace.toAbsolutePath().normalize();
        for (Path folder = named.getParent(); folder != null && folder.startsWith(top); folder = folder.getParent()) {
            ProjectSettings settings = settings(folder).orElse(null);
            if (settings != null && !settings.keys().isEmpty()) {
                return settings.keys().entrySet().stream()
                        .map(key -> new Entry(key.getKey(), key.getValue()))
                        .toList();
            }
        }
        throw new Refusal(
                Reason.INVALID_ARGUMENT,
                "No variable is named, and no .holdfast.yaml of the workspace names any.",
                "Name them as NAME=KEYPATH, or write them under keys: in the project's .holdfast.yaml.");
    }
}
