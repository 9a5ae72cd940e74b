package dev.holdfast.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast guard}: its help; what it does is the application's, since a hook must answer fast. */
@SuppressWarnings("UnusedVariable") // Read by the library alone, for the help.
@Command(
        name = "guard",
        description = "The hook: decides whether an edit may touch a .env.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast guard --client claude-code < input-of-the-hook.json"})
final class GuardCommand implements Runnable {

    @Option(names = "--client", paramLabel = "CLIENT", description = "claude-code, cursor or git.", required = true)
    private @Nullable String client;

    @Option(names = "--block-reads", description = "Deny also what would read a .env.")
    private boolean blockReads;

    @Option(names = "--agent", paramLabel = "NAME", description = "Act as this agent of holdfast.yaml.")
    private @Nullable String agent;

    @Parameters(paramLabel = "FILE", description = "With git: staged files to look at, besides those of the commit.")
    private @Nullable List<String> files;

    /** Never called: the application answers. It stands here so that the help lists the command. */
    @Override
    public void run() {
        throw new IllegalStateException("guard is answered by the application");
    }
}
