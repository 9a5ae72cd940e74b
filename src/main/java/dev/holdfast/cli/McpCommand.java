package dev.holdfast.cli;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast mcp}: its options; what it does is the application's, since nothing may be loaded before it answers. */
@Command(
        name = McpCommand.NAME,
        description = "Serve the tools to an MCP client on standard input and output.",
        mixinStandardHelpOptions = true)
public final class McpCommand implements Runnable {

    /** The word on the command line. */
    public static final String NAME = "mcp";

    @Option(names = "--agent", paramLabel = "NAME", description = "The agent of holdfast.yaml that calls come from.")
    private @Nullable String agent;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder in which .env files may be written; default: the working folder.")
    private @Nullable Path workspace;

    /** What is done once the options are read. */
    public interface Server {
        void serve(McpCommand options) throws Exception;
    }

    /**
     * Reads the options and serves; the exit code.
     *
     * <p>What a client's entry holds is read without the library, which costs a tenth of a second; it has the rest, such as
     * the help and what does not fit.
     */
    public static int run(String[] args, Server server) {
        McpCommand plain = plain(args);
        return plain == null ? parsed(args, server) : plain.serve(server);
    }

    /** The options when all of them are known ones with a value apart, or null. */
    private static @Nullable McpCommand plain(String[] args) {
        McpCommand options = new McpCommand();
        for (int i = 1; i < args.length; i += 2) {
            if (i + 1 == args.length || args[i + 1].startsWith("-")) {
                return null;
            }
            if (args[i].equals("--agent") && options.agent == null) {
                options.agent = args[i + 1];
            } else if (args[i].equals("--workspace") && options.workspace == null) {
                options.workspace = Path.of(args[i + 1]);
            } else {
                return null;
            }
        }
        return options;
    }

    private int serve(Server server) {
        try {
            server.serve(this);
            return Exit.DONE;
        } catch (Exception e) {
            System.err.println("holdfast mcp: standard input or output failed; the session has ended.");
            return Exit.UNREACHABLE;
        }
    }

    private static int parsed(String[] args, Server server) {
        McpCommand options = new McpCommand();
        CommandLine line = new CommandLine(options);
        // As a lambda, so that nothing of the other commands is loaded unless it is needed.
        line.setParameterExceptionHandler((exception, typed) -> Cli.usage(exception, typed));
        line.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            return help != null ? help : options.serve(server);
        });
        return line.execute(Arrays.copyOfRange(args, 1, args.length));
    }

    public @Nullable String agent() {
        return agent;
    }

    /** The folder of the flag, else of the environment, else the working folder. */
    public Path workspace(@Nullable String fromEnvironment) {
        if (workspace != null) {
            return workspace;
        }
        return Path.of(fromEnvironment == null ? "" : fromEnvironment).toAbsolutePath();
    }

    /** Never called: the execution strategy serves. It stands here so that the help lists the command. */
    @Override
    public void run() {
        throw new IllegalStateException("mcp is served by the application");
    }
}
