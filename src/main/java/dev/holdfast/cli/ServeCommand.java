package dev.holdfast.cli;

import dev.holdfast.config.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast serve}: the tools on a network port, until a signal ends it. */
@Command(
        name = "serve",
        description = "Serve the tools to many agents over HTTP, each known by a token.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Agents send a token that 'holdfast token issue' gave them: Authorization: Bearer. A signal (Ctrl-C, SIGTERM)",
            "ends the server after what is under way.",
            "",
            "Examples:",
            "  holdfast serve",
            "  holdfast serve --port 8700 --workspace ~/src/consilio",
            "  claude mcp add --transport http meta http://127.0.0.1:8700/mcp --header \"Authorization: Bearer $TOKEN\""
        })
final class ServeCommand implements Callable<Integer> {

    private final Backend backend;
    private final Environment environment;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to bind; default: http.host, 127.0.0.1.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "N", description = "The port to bind; default: http.port, 8700.")
    private @Nullable Integer port;

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            description = "The port of the metrics; default: metrics.port, 9090.")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder in which .env files may be written; default: the working folder.")
    private @Nullable Path workspace;

    @Spec
    private @Nullable CommandSpec spec;

    ServeCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (!isPort(port) || !isPort(metricsPort)) {
            err().println("Say --port and --metrics-port with a number from 0 to 65535.");
            return Exit.USAGE;
        }
        String folder = environment.workspace();
        Path files = workspace != null ? workspace : Path.of(folder == null ? "" : folder);
        Backend.Serving serving = backend.serve(new Backend.Addresses(host, port, metricsPort), files.toAbsolutePath());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            boolean whole = serving.stop().getAsBoolean();
            say(whole ? "Holdfast has stopped." : "Holdfast has stopped; some calls were cut off.");
            ended.countDown();
        }));
        say("Holdfast serves MCP at " + serving.address()
                + "/mcp (and /sse for older clients), and keys for services over REST" + " beside it. Ctrl-C ends it.");
        if (!serving.metrics().isEmpty()) {
            say("Metrics are at " + serving.metrics() + ".");
        }
        if (!serving.note().isEmpty()) {
            say(serving.note());
        }
        ended.await();
        return Exit.DONE;
    }

    private static boolean isPort(@Nullable Integer number) {
        return number == null || (number >= 0 && number <= 65_535);
    }

    /** Read at once by whoever started the server, and by tests. */
    private void say(String words) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(words);
        out.flush();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
