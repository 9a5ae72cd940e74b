package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.Channel;
import dev.holdfast.config.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast env baseline}: a person says that what looks secret in a file is none. */
@Command(
        name = "baseline",
        description = "Accept what looks secret in a .env and is not stored as no secret; for a person at a terminal.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env baseline .env.test"})
final class EnvBaselineCommand implements Callable<Integer> {

    private final Backend backend;
    private final Environment environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Such as .env.test; relative to the workspace.")
    private String file = "";

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder of the project; default: the working folder.")
    private @Nullable Path workspace;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    EnvBaselineCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        String person = Terminal.person();
        if (person == null || environment.token() != null || environment.agent() != null) {
            throw new Refusal(
                    Reason.ACCESS_DENIED,
                    "What counts as a secret is loosened by a person at a terminal alone.",
                    "Run this yourself, in a terminal, without HOLDFAST_TOKEN and HOLDFAST_AGENT; or mark the line with"
                            + " # holdfast:allow.");
        }
        String folder = environment.workspace();
        Path place = workspace != null
                ? workspace
                : Path.of(folder == null ? "" : folder).toAbsolutePath();
        try (Backend.Opened opened = backend.open(new Backend.Who(null, person, place, Channel.CLI))) {
            List<String> names =
                    opened.services().env().accept(opened.services().calls().get(), file);
            if (json) {
                out(JsonOutput.of(Map.of("accepted", names)));
            } else {
                names.forEach(this::out);
                out(
                        names.isEmpty()
                                ? "Nothing in it needs to be accepted."
                                : "Accepted, in .holdfast-baseline beside the project's .holdfast.yaml; see that it is reviewed like code.");
            }
            return Exit.DONE;
        }
    }

    private void out(String line) {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        spec.commandLine().getOut().println(line);
    }
}
