package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code holdfast env}: a project's {@code .env} files and the store. */
@Command(
        name = "env",
        description = "Bring a project's .env files and the store together.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  holdfast env import .env"})
final class EnvCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private EnvCommand() {}

    /** The command with those below it. */
    static CommandLine of(Backend backend, Environment environment) {
        return new CommandLine(new EnvCommand())
                .addSubcommand(new EnvCheckCommand(backend, environment))
                .addSubcommand(new EnvBaselineCommand(backend, environment))
                .addSubcommand(new EnvImportCommand(backend, environment))
                .addSubcommand(new EnvWriteCommand(backend, environment))
                .addSubcommand(new EnvRestoreCommand(backend, environment))
                .addSubcommand(new EnvExampleCommand(backend, environment));
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
