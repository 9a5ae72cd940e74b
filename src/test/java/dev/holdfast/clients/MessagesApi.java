package dev.holdfast.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in for the Messages API of a model: answers each request with the next tool call of a list, and keeps what the
 * client then says came of it. So a real client really calls its tools, without a model or an account.
 *
 * <p>Speaks the streamed form, as the API's reference has it. Thread-safe.
 */
final class MessagesApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A tool call that the model makes. */
    record ToolCall(String tool, Map<String, ?> input) {}

    /** What came of a tool call, as the client tells the model. */
    record Outcome(boolean error, String text) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<ToolCall> calls;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private int answered;

    MessagesApi(List<ToolCall> calls) throws IOException {
        this.calls = new ArrayDeque<>(calls);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What came of the calls, in their order. */
    synchronized List<Outcome> outcomes() {
        return List.copyOf(outcomes.values());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean asksForMessage = exchange.getRequestURI().getPath().equals("/v1/messages") && body.length > 0;
        byte[] answer = asksForMessage ? next(JSON.readTree(body)).getBytes(StandardCharsets.UTF_8) : new byte[0];
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        try (exchange) {
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized String next(JsonNode request) {
        for (JsonNode message : request.path("messages")) {
            for (JsonNode block : message.path("content")) {
                if (block.path("type").asText().equals("tool_result")) {
                    outcomes.put(
                            block.path("tool_use_id").asText(),
                            new Outcome(
                                    block.path("is_error").asBoolean(),
                                    block.path("content").toString()));
                }
            }
        }
        // A request without tools is about the session's title, and the like.
        ToolCall call = request.path("tools").isEmpty() ? null : calls.poll();
        answered++;
        ObjectNode block = JSON.createObjectNode();
        ObjectNode delta = JSON.createObjectNode();
        if (call == null) {
            block.put("type", "text").put("text", "");
            delta.put("type", "text_delta").put("text", "done");
        } else {
            block.put("type", "tool_use").put("id", "toolu_" + answered).put("name", call.tool());
            block.putObject("input");
            delta.put("type", "input_json_delta").put("partial_json", text(call.input()));
        }
        ObjectNode message = JSON.createObjectNode()
                .put("id", "msg_" + answered)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", request.path("model").asText());
        message.putArray("content");
        message.putObject("usage").put("input_tokens", 1).put("output_tokens", 1);
        ObjectNode end = JSON.createObjectNode();
        end.putObject("delta").put("stop_reason", call == null ? "end_turn" : "tool_use");
        end.putObject("usage").put("output_tokens", 1);
        return event("message_start", JSON.createObjectNode().set("message", message))
                + event(
                        "content_block_start",
                        JSON.createObjectNode().put("index", 0).set("content_block", block))
                + event(
                        "content_block_delta",
                        JSON.createObjectNode().put("index", 0).set("delta", delta))
                + event("content_block_stop", JSON.createObjectNode().put("index", 0))
                + event("message_delta", end)
                + event("message_stop", JSON.createObjectNode());
    }

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data.put("type", name) + "\n\n";
    }

    private static String text(Object tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
