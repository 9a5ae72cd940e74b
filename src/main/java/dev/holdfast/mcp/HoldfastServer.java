package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Call;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.RequestId;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the MCP server: the tools in their order, each held to the one way from arguments to answer. */
public final class HoldfastServer {

    /** Whether the tool of that name changes anything. */
    static boolean writes(String tool) {
        return ToolCalls.TOOLS.stream()
                .anyMatch(known -> known.name().equals(tool) && !known.hints().readOnly());
    }

    private final Supplier<Services> services;
    private final Replies replies;

    private HoldfastServer(Supplier<Services> services, ObjectMapper mapper) {
        this.services = services;
        this.replies = new Replies(mapper);
    }

    /**
     * Builds the server on a transport.
     *
     * @param services gives what the tools work with, or throws a {@link Refusal} when it cannot be opened now
     */
    public static McpSyncServer on(
            McpServerTransportProvider transport, Supplier<Services> services, ObjectMapper mapper, String version) {
        return new HoldfastServer(services, mapper)
                .built(McpServer.sync(transport), new JacksonMcpJsonMapper(mapper), version);
    }

    /** As the other, for many sessions on one transport. */
    static McpSyncServer on(
            McpStreamableServerTransportProvider transport,
            Supplier<Services> services,
            ObjectMapper mapper,
            String version) {
        return new HoldfastServer(services, mapper)
                .built(McpServer.sync(transport), new JacksonMcpJsonMapper(mapper), version);
    }

    private McpSyncServer built(SyncSpecification<?> specification, McpJsonMapper json, String version) {
        return specification
                .serverInfo("holdfast", version)
                .instructions(Instructions.TEXT)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .jsonMapper(json)
                .jsonSchemaValidator(new TrustingValidator())
                // Our own parser refuses with a code, a request id and a row; the SDK's check has none of these.
                .validateToolInputs(false)
                .immediateExecution(true)
                .tools(ToolCalls.TOOLS.stream().map(this::specification).toList())
                .build();
    }

    private SyncToolSpecification specification(Tool tool) {
        return SyncToolSpecification.builder()
                .tool(definition(tool))
                .callHandler((exchange, request) -> call(tool, exchange.transportContext(), request.arguments()))
                .build();
    }

    private static McpSchema.Tool definition(Tool tool) {
        Tool.Hints hints = tool.hints();
        return McpSchema.Tool.builder(tool.name(), Schema.object(tool.arguments(), tool.required()))
                .title(tool.title())
                .description(tool.description())
                .outputSchema(tool.output())
                .annotations(McpSchema.ToolAnnotations.builder()
                        .readOnlyHint(hints.readOnly())
                        .destructiveHint(hints.destructive())
                        .idempotentHint(hints.idempotent())
                        .openWorldHint(false)
                        .build())
                .build();
    }

    private CallToolResult call(Tool tool, McpTransportContext context, @Nullable Map<String, Object> arguments) {
        Services open;
        try {
            open = services.get();
        } catch (Refusal e) {
            return Replies.refusal(e, UUID.randomUUID().toString());
        }
        Call call = HttpTransports.calls(context, open.calls()).get();
        try (RequestId current = RequestId.enter(call.requestId())) {
            return replies.success(ToolCalls.run(tool, open, call, arguments), call.requestId());
        } catch (Refusal e) {
            return Replies.refusal(e, call.requestId());
        }
    }
}
