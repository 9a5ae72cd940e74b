package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real MCP session with a server in a process of its own, as an agent has one. Not thread-safe. */
public final class ToolClient implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final McpSyncClient client;

    /** Starts the server and opens the session. */
    public ToolClient(String command, List<String> arguments, Map<String, String> environment) {
        ServerParameters server = ServerParameters.builder(command)
                .args(arguments)
                .env(environment)
                .build();
        StdioClientTransport transport = new StdioClientTransport(server, new JacksonMcpJsonMapper(new ObjectMapper()));
        transport.setStdErrorHandler(line -> {});
        client = McpClient.sync(transport)
                .requestTimeout(LONGEST_WAIT)
                .initializationTimeout(LONGEST_WAIT)
                .jsonSchemaValidator(new TrustingValidator())
                .build();
        client.initialize();
    }

    /**
     * What a tool answered.
     *
     * @param refused whether it is a refusal
     * @param text the text for people: JSON, or the refusal's sentences
     * @param structured the fields; empty for a refusal
     */
    public record Answer(boolean refused, String text, Map<?, ?> structured) {

        /** Says only whether it was refused: an answer may hold a value. */
        @Override
        public String toString() {
            return refused ? "Answer[refused]" : "Answer[done]";
        }
    }

    public Answer call(String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        String text = result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .findFirst()
                .orElse("");
        Map<?, ?> structured = result.structuredContent() instanceof Map<?, ?> map ? map : Map.of();
        return new Answer(Boolean.TRUE.equals(result.isError()), text, structured);
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
