package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.setup.ProjectFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast env example}: a {@code .env.example} with the names of a {@code .env}, and none of its secrets. */
@Command(
        name = "example",
        description = "Make a .env.example: names, comments and plain values of a .env, and no secret.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env example .env"})
final class EnvExampleCommand extends EnvSubcommand {

    @Parameters(paramLabel = "FILE", description = "Such as .env; relative to the workspace.")
    private String file = "";

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "Where it is written, in the workspace; default: FILE.example.")
    private @Nullable String target;

    @Option(names = "--force", description = "Write over an example that is there.")
    private boolean force;

    EnvExampleCommand(Backend backend, Environment environment) {
        super(backend, environment);
    }

    @Override
    int run(Backend.Opened opened) {
        Call call = opened.services().calls().get();
        try (EnvSource source = opened.services().env().source(call, file, home())) {
            byte[] text = opened.services().env().example(call, source);
            String name = target == null ? source.label() + ".example" : target;
            write(source.workspace(), name, new String(text, StandardCharsets.UTF_8), source.label());
            if (json()) {
                out().println(JsonOutput.of(tree("file", source.label(), "example", name)));
            } else {
                out().println(name + " is written. It has every name of " + source.label()
                        + " and none of its secrets.");
            }
            return Exit.DONE;
        }
    }

    private void write(Path workspace, String name, String text, String source) {
        Path written = workspace.resolve(name).normalize();
        if (!written.startsWith(workspace) || written.equals(workspace.resolve(source))) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The example would lie outside of the workspace, or be the file itself.",
                    "Name another file with --out, such as .env.example.");
        }
        ProjectFile example = new ProjectFile(workspace, name);
        try {
            if (example.read() != null && !force) {
                throw new Refusal(
                        Reason.INVALID_ARGUMENT,
                        "The example is there already; it was not changed.",
                        "Call again with --force to write over it, or name another file with --out.");
            }
            example.write(text, false);
        } catch (IOException e) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The example cannot be written there.",
                    "Check that the folder exists and may be written to, and that no link leads out of the workspace.");
        }
    }
}
