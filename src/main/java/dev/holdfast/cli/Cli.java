package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.audit.AuditException;
import dev.holdfast.config.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: finds the command, and turns what it throws into words and an exit code. */
public final class Cli {

    private final CommandLine line;

    /** @param version what {@code --version} prints */
    public Cli(Backend backend, Environment environment, String version) {
        line = new CommandLine(new Root());
        line.getCommandSpec().version("holdfast " + version);
        line.addSubcommand(new McpCommand());
        line.addSubcommand(new ServeCommand(backend, environment));
        line.addSubcommand(new TokenCommand(backend, environment));
        line.addSubcommand(new AgentCommand(backend, environment));
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new InitCommand(backend, environment));
        line.addSubcommand(new AuditCommand(backend));
        line.addSubcommand(new RedeemCommand(backend, environment));
        line.addSubcommand(EnvCommand.of(backend, environment));
        line.addSubcommand(new GuardCommand());
        line.addSubcommand(new SetCommand(backend, environment));
        line.addSubcommand(new GetCommand(backend, environment));
        line.addSubcommand(new ListCommand(backend, environment));
        line.addSubcommand(new RotateCommand(backend, environment));
        line.addSubcommand(new RequestCommand(backend, environment));
        line.addSubcommand(new DescribeCommand(backend, environment));
        line.addSubcommand(new HistoryCommand(backend, environment));
        line.addSubcommand(new VerifyCommand(backend, environment));
        line.addSubcommand(new DeleteCommand(backend, environment));
        line.addSubcommand(new UndeleteCommand(backend, environment));
        line.addSubcommand(new CompletionCommand());
        line.addSubcommand(new RunCommand(backend, environment));
        line.addSubcommand(new MigrateCommand(backend));
        line.addSubcommand(new RetentionCommand(backend));
        line.addSubcommand(new BackupCommand(backend));
        line.addSubcommand(new RestoreCommand(backend));
        line.addSubcommand(new RekeyCommand(backend, environment));
        line.addSubcommand(new DoctorCommand(backend, environment));
        line.setExpandAtFiles(
                false); // An argument that begins with @ is no file of arguments: it may be the command's.
        line.setParameterExceptionHandler(Cli::usage);
        line.setExecutionExceptionHandler((exception, command, parsed) -> fault(exception, command));
    }

    /** Runs a command line; the exit code. */
    public int run(String... args) {
        return line.execute(args);
    }

    /** Never repeats what was typed: an argument may be a value that was put in the wrong place. */
    static int usage(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        command.getErr()
                .println(
                        "An option or argument is unknown, missing or malformed. It is not repeated here, since it may be a secret.");
        command.usage(command.getErr());
        return Exit.USAGE;
    }

    private static int fault(Exception exception, CommandLine command) {
        if (exception instanceof Refusal refusal) {
            String id = refusal.requestId() == null ? "" : " Request id: " + refusal.requestId();
            Refusal.Stored stored = refusal.stored();
            String also = stored == null
                    ? ""
                    : " Version " + stored.version() + " of " + stored.path() + " is or may be stored.";
            command.getErr().println(refusal.reason() + ": " + refusal.problem() + also + " " + refusal.hint() + id);
            return Exit.of(refusal.reason());
        }
        if (exception instanceof AuditException audit) {
            command.getErr().println(Reason.AUDIT_UNAVAILABLE + ": " + audit.problem() + " " + audit.hint());
            return Exit.of(Reason.AUDIT_UNAVAILABLE);
        }
        command.getErr()
                .println("INTERNAL: Something went wrong inside Holdfast ("
                        + exception.getClass().getSimpleName() + "). Run 'holdfast doctor'.");
        return Exit.REFUSED;
    }

    @Command(
            name = "holdfast",
            description = "Stores every secret first, and writes the .env second.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND")
    private static final class Root implements Runnable {

        @CommandLine.Spec
        private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                spec.commandLine().usage(spec.commandLine().getOut());
            }
        }
    }
}
