package dev.holdfast.cli;

import dev.holdfast.audit.Channel;
import dev.holdfast.config.Environment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For whom a command acts, and where: options that several commands share. */
final class Acting {

    @Option(names = "--agent", paramLabel = "NAME", description = "Act as this agent of holdfast.yaml.")
    private @Nullable String agent;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder of the project; default: the working folder.")
    private @Nullable Path workspace;

    /** The token's holder, else the agent that is named, else the person at the terminal, else agent {@code local}. */
    Backend.Who who(Environment environment) {
        String named = agent == null ? environment.agent() : agent;
        String folder = environment.workspace();
        Path place = workspace != null
                ? workspace
                : Path.of(folder == null ? "" : folder).toAbsolutePath();
        return new Backend.Who(named, named == null ? Terminal.person() : null, place, Channel.CLI);
    }
}
