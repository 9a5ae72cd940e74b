package dev.holdfast.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast completion}: what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Print the completion script of a shell.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  source <(holdfast completion bash)"})
final class CompletionCommand implements Runnable {

    /** A shell that there is a script for. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private @Nullable CommandSpec spec;

    /** One script serves both: in zsh it turns on the completion of bash by itself. */
    @SuppressWarnings("UnusedVariable") // the command line checks it
    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private @Nullable Shell shell;

    @Override
    public void run() {

        CommandSpec own = Objects.requireNonNull(spec, "run by the command line");
        own.commandLine()
                .getOut()
                .println(AutoComplete.bash("holdfast", own.root().commandLine()));
        own.commandLine().getOut().flush();
    }
}
