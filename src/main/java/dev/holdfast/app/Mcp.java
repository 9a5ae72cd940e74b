package dev.holdfast.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.audit.Channel;
import dev.holdfast.cli.Backend;
import dev.holdfast.cli.McpCommand;
import dev.holdfast.config.Environment;
import dev.holdfast.mcp.HoldfastServer;
import dev.holdfast.mcp.StdioTransport;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** Serves MCP on standard input and output: answers first, opens in the background. */
final class Mcp {

    private Mcp() {}

    static int run(String[] args, InputStream in, OutputStream out, Backend backend, Environment environment) {
        return McpCommand.run(args, options -> serve(options, in, out, backend, environment));
    }

    private static void serve(
            McpCommand options, InputStream in, OutputStream out, Backend backend, Environment environment)
            throws Exception {
        String agent = options.agent() == null ? environment.agent() : options.agent();
        Backend.Who who = new Backend.Who(agent, null, options.workspace(environment.workspace()), Channel.STDIO);
        Opening<Backend.Opened> opening = new Opening<>(() -> backend.open(who));
        ObjectMapper mapper = new ObjectMapper();
        StdioTransport transport = new StdioTransport(in, new BufferedOutputStream(out), mapper);
        HoldfastServer.on(transport, () -> opening.get().services(), mapper, Version.NUMBER);
        transport.serve(() -> {
            // Not before the first answers, which it would slow. What does not exist is made by the first call: a
            // client
            // may start a server only to look at it, or twice.
            if (backend.present()) {
                opening.begin();
            }
        });
        Backend.Opened opened = opening.now();
        if (opened != null) {
            opened.close();
        }
    }
}
