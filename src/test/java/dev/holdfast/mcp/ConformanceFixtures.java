package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** A server with the tools, resources and prompts that the official conformance suite asks for, on our transports. */
public final class ConformanceFixtures {

    /** One red pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    /** A header and no sound. */
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ConformanceFixtures() {}

    /** The transports with this server behind them. */
    public static HttpTransports transports() {
        return new HttpTransports(
                MAPPER,
                1024 * 1024,
                Duration.ofMinutes(5),
                transport -> built(McpServer.sync(transport)),
                transport -> built(McpServer.sync(transport)));
    }

    private static McpSyncServer built(SyncSpecification<?> server) {
        return server.serverInfo("fixtures", "1")
                .capabilities(McpSchema.ServerCapabilities.builder()
                        .tools(true)
                        .resources(true, true)
                        .prompts(true)
                        .logging()
                        .completions()
                        .build())
                .jsonMapper(new JacksonMcpJsonMapper(MAPPER))
                .jsonSchemaValidator(new TrustingValidator())
                .requestTimeout(Duration.ofSeconds(20))
                .tools(tools())
                .resources(resources())
                .resourceTemplates(List.of(template()))
                .prompts(prompts())
                .completions(List.of(new SyncCompletionSpecification(
                        McpSchema.PromptReference.builder("test_prompt_with_arguments")
                                .build(),
                        (exchange, request) ->
                                new McpSchema.CompleteResult(new McpSchema.CompleteResult.CompleteCompletion(
                                        List.of("paris", "park", "party"), 150, false)))))
                .build();
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static Content text(String text) {
        return TextContent.builder(text).build();
    }

    private static Content image() {
        return McpSchema.ImageContent.builder(PNG, "image/png").build();
    }

    private static Content resource(String uri, String type, String text) {
        return McpSchema.EmbeddedResource.builder(new McpSchema.TextResourceContents(uri, type, text))
                .build();
    }

    private static SyncToolSpecification tool(
            String name, String argument, BiFunction<McpSyncServerExchange, CallToolRequest, List<Content>> work) {
        Map<String, Object> schema = argument.isEmpty()
                ? object("type", "object", "properties", Map.of())
                : object(
                        "type",
                        "object",
                        "properties",
                        Map.of(argument, Map.of("type", "string")),
                        "required",
                        List.of(argument));
        return SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder(name, schema)
                        .description("A fixture of the conformance suite")
                        .build())
                .callHandler(
                        (exchange, request) -> new CallToolResult(work.apply(exchange, request), false, null, null))
                .build();
    }

    private static List<SyncToolSpecification> tools() {
        List<SyncToolSpecification> tools = new ArrayList<>();
        tools.add(tool("test_simple_text", "", (e, r) -> List.of(text("This is a simple text response for testing."))));
        tools.add(tool("test_image_content", "", (e, r) -> List.of(image())));
        tools.add(tool(
                "test_audio_content",
                "",
                (e, r) ->
                        List.of(McpSchema.AudioContent.builder(WAV, "audio/wav").build())));
        tools.add(tool(
                "test_embedded_resource",
                "",
                (e, r) -> List.of(
                        resource("test://embedded-resource", "text/plain", "This is an embedded resource content."))));
        tools.add(tool(
                "test_multiple_content_types",
                "",
                (e, r) -> List.of(
                        text("Multiple content types test:"),
                        image(),
                        resource(
                                "test://mixed-content-resource",
                                "application/json",
                                "{\"test\":\"data\",\"value\":123}"))));
        tools.add(tool("test_tool_with_logging", "", (e, r) -> logging(e)));
        tools.add(SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder("test_error_handling", object("type", "object", "properties", Map.of()))
                        .description("A fixture of the conformance suite")
                        .build())
                .callHandler((e, r) -> new CallToolResult(
                        List.of(text("This tool intentionally returns an error for testing")), true, null, null))
                .build());
        tools.add(tool("test_tool_with_progress", "", ConformanceFixtures::progress));
        tools.add(tool("test_sampling", "prompt", ConformanceFixtures::sampling));
        tools.add(tool("test_elicitation", "message", ConformanceFixtures::elicitation));
        tools.add(tool("test_elicitation_sep1034_defaults", "", (e, r) -> asked(e, defaults())));
        tools.add(tool("test_elicitation_sep1330_enums", "", (e, r) -> asked(e, enums())));
        return tools;
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }

    private static List<Content> logging(McpSyncServerExchange exchange) {
        for (String words : List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
            exchange.loggingNotification(McpSchema.LoggingMessageNotification.builder()
                    .level(McpSchema.LoggingLevel.INFO)
                    .logger("fixtures")
                    .data(words)
                    .build());
            pause();
        }
        return List.of(text("Tool with logging executed successfully"));
    }

    private static List<Content> progress(McpSyncServerExchange exchange, CallToolRequest request) {
        Object token = request.progressToken();
        for (double done : new double[] {0, 50, 100}) {
            if (token != null) {
                exchange.progressNotification(new McpSchema.ProgressNotification(token, done, 100.0, "on the way"));
            }
            pause();
        }
        return List.of(text(String.valueOf(token)));
    }

    private static List<Content> sampling(McpSyncServerExchange exchange, CallToolRequest request) {
        McpSchema.CreateMessageResult said = exchange.createMessage(new McpSchema.CreateMessageRequest.Builder()
                .messages(List.of(McpSchema.SamplingMessage.builder(
                                Role.USER,
                                text(String.valueOf(request.arguments().get("prompt"))))
                        .build()))
                .maxTokens(100)
                .build());
        String words = said.content() instanceof TextContent content ? content.text() : "";
        return List.of(text("LLM response: " + words));
    }

    private static List<Content> elicitation(McpSyncServerExchange exchange, CallToolRequest request) {
        McpSchema.ElicitResult answer = exchange.createElicitation(McpSchema.ElicitRequest.builder(
                        String.valueOf(request.arguments().get("message")),
                        object(
                                "type",
                                "object",
                                "properties",
                                object(
                                        "username",
                                        Map.of("type", "string", "description", "User's response"),
                                        "email",
                                        Map.of("type", "string", "description", "User's email address")),
                                "required",
                                List.of("username", "email")))
                .build());
        return List.of(text("User response: action=" + answer.action().name().toLowerCase(java.util.Locale.ROOT)
                + ", content=" + answer.content()));
    }

    private static List<Content> asked(McpSyncServerExchange exchange, Map<String, Object> properties) {
        McpSchema.ElicitResult answer = exchange.createElicitation(McpSchema.ElicitRequest.builder(
                        "Please answer", object("type", "object", "properties", properties, "required", List.of()))
                .build());
        return List.of(text("Elicitation completed: action="
                + answer.action().name().toLowerCase(java.util.Locale.ROOT) + ", content=" + answer.content()));
    }

    private static Map<String, Object> defaults() {
        return object(
                "name",
                object("type", "string", "default", "John Doe"),
                "age",
                object("type", "integer", "default", 30),
                "score",
                object("type", "number", "default", 95.5),
                "status",
                object("type", "string", "enum", List.of("active", "inactive", "pending"), "default", "active"),
                "verified",
                object("type", "boolean", "default", true));
    }

    private static Map<String, Object> enums() {
        List<Object> titled = List.of(
                object("const", "value1", "title", "First Option"),
                object("const", "value2", "title", "Second Option"),
                object("const", "value3", "title", "Third Option"));
        List<Object> choices = List.of(
                object("const", "value1", "title", "First Choice"),
                object("const", "value2", "title", "Second Choice"),
                object("const", "value3", "title", "Third Choice"));
        List<String> options = List.of("option1", "option2", "option3");
        return object(
                "untitledSingle",
                object("type", "string", "enum", options),
                "titledSingle",
                object("type", "string", "oneOf", titled),
                "legacyEnum",
                object(
                        "type",
                        "string",
                        "enum",
                        List.of("opt1", "opt2", "opt3"),
                        "enumNames",
                        List.of("Option One", "Option Two", "Option Three")),
                "untitledMulti",
                object("type", "array", "items", object("type", "string", "enum", options)),
                "titledMulti",
                object("type", "array", "items", object("anyOf", choices)));
    }

    private static McpSchema.Resource named(String uri, String type) {
        return McpSchema.Resource.builder(uri, uri.substring("test://".length()))
                .mimeType(type)
                .description("A fixture of the conformance suite")
                .build();
    }

    private static List<SyncResourceSpecification> resources() {
        return List.of(
                new SyncResourceSpecification(
                        named("test://static-text", "text/plain"),
                        (e, r) -> new McpSchema.ReadResourceResult(List.of(new McpSchema.TextResourceContents(
                                r.uri(), "text/plain", "This is the content of the static text resource.")))),
                new SyncResourceSpecification(
                        named("test://static-binary", "image/png"),
                        (e, r) -> new McpSchema.ReadResourceResult(
                                List.of(new McpSchema.BlobResourceContents(r.uri(), "image/png", PNG)))),
                new SyncResourceSpecification(
                        named("test://watched-resource", "text/plain"),
                        (e, r) -> new McpSchema.ReadResourceResult(
                                List.of(new McpSchema.TextResourceContents(r.uri(), "text/plain", "Watched")))));
    }

    private static SyncResourceTemplateSpecification template() {
        return new SyncResourceTemplateSpecification(
                McpSchema.ResourceTemplate.builder("test://template/{id}/data", "template")
                        .mimeType("application/json")
                        .description("A fixture of the conformance suite")
                        .build(),
                (e, r) -> {
                    String id = r.uri().replaceFirst("test://template/(.*)/data", "$1");
                    return new McpSchema.ReadResourceResult(List.of(new McpSchema.TextResourceContents(
                            r.uri(),
                            "application/json",
                            "{\"id\":\"" + id + "\",\"templateTest\":true,\"data\":\"Data for ID: " + id + "\"}")));
                });
    }

    private static McpSchema.PromptArgument required(String name) {
        return new McpSchema.PromptArgument(name, "An argument", true);
    }

    private static PromptMessage user(Content content) {
        return PromptMessage.builder(Role.USER, content).build();
    }

    private static List<SyncPromptSpecification> prompts() {
        return List.of(
                new SyncPromptSpecification(
                        new McpSchema.Prompt("test_simple_prompt", "A fixture", List.of()),
                        (e, r) -> new McpSchema.GetPromptResult(
                                "A fixture", List.of(user(text("This is a simple prompt for testing."))))),
                new SyncPromptSpecification(
                        new McpSchema.Prompt(
                                "test_prompt_with_arguments", "A fixture", List.of(required("arg1"), required("arg2"))),
                        (e, r) -> new McpSchema.GetPromptResult(
                                "A fixture",
                                List.of(user(text("Prompt with arguments: arg1='"
                                        + r.arguments().get("arg1") + "', arg2='"
                                        + r.arguments().get("arg2") + "'"))))),
                new SyncPromptSpecification(
                        new McpSchema.Prompt(
                                "test_prompt_with_embedded_resource", "A fixture", List.of(required("resourceUri"))),
                        (e, r) -> new McpSchema.GetPromptResult(
                                "A fixture",
                                List.of(
                                        user(resource(
                                                String.valueOf(r.arguments().get("resourceUri")),
                                                "text/plain",
                                                "Embedded resource content for testing.")),
                                        user(text("Please process the embedded resource above."))))),
                new SyncPromptSpecification(
                        new McpSchema.Prompt("test_prompt_with_image", "A fixture", List.of()),
                        (e, r) -> new McpSchema.GetPromptResult(
                                "A fixture", List.of(user(image()), user(text("Please analyze the image above."))))));
    }
}
