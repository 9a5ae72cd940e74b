package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.holdfast.input.Arguments;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON-RPC 2.0 messages, and says in fixed words what is wrong with one: an error never repeats what was
 * sent.
 */
final class JsonRpc {

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    private static final int INTERNAL_ERROR = -32603;
    private static final int LONGEST_ID = 256;

    private final ObjectMapper mapper;
    private final ObjectReader reader;

    JsonRpc(ObjectMapper mapper) {
        this.mapper = mapper;
        // A second message behind the first would be passed over in silence.
        this.reader = mapper.readerFor(Object.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** That a line is no message that can be answered as a request. */
    static final class BadMessage extends Exception {

        private final int code;
        private final @Nullable Object id;

        BadMessage(int code, @Nullable Object id) {
            super(null, null, false, false);
            this.code = code;
            this.id = id;
        }

        int code() {
            return code;
        }

        /** The id of the request, or null when none could be read. */
        @Nullable
        Object id() {
            return id;
        }
    }

    JSONRPCMessage read(byte[] line) throws BadMessage {
        Object tree;
        try {
            tree = reader.readValue(line);
        } catch (IOException e) {
            throw new BadMessage(PARSE_ERROR, null);
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw new BadMessage(INVALID_REQUEST, null);
        }
        Object id = map.get("id");
        if (id != null && !isId(id)) {
            throw new BadMessage(INVALID_REQUEST, null);
        }
        if (!"2.0".equals(map.get("jsonrpc"))) {
            throw new BadMessage(INVALID_REQUEST, id);
        }
        if (map.get("method") instanceof String method) {
            return call(method, id, map);
        }
        if (id != null && (map.containsKey("result") || map.get("error") instanceof Map<?, ?>)) {
            return response(id, map);
        }
        throw new BadMessage(INVALID_REQUEST, id);
    }

    private static JSONRPCMessage call(String method, @Nullable Object id, Map<?, ?> map) throws BadMessage {
        Object params = map.get("params");
        boolean needed = method.equals(McpSchema.METHOD_TOOLS_CALL) || method.equals(McpSchema.METHOD_INITIALIZE);
        if (params == null ? needed && id != null : !(params instanceof Map<?, ?>)) {
            throw new BadMessage(INVALID_PARAMS, id);
        }
        if (id != null) {
            return new McpSchema.JSONRPCRequest(method, id, params);
        }
        if (map.containsKey("id")) {
            throw new BadMessage(INVALID_REQUEST, null);
        }
        return new McpSchema.JSONRPCNotification(method, params);
    }

    private static JSONRPCMessage response(Object id, Map<?, ?> map) {
        if (map.get("error") instanceof Map<?, ?> error) {
            int code = error.get("code") instanceof Integer given ? given : INTERNAL_ERROR;
            return McpSchema.JSONRPCResponse.error(
                    id, new McpSchema.JSONRPCResponse.JSONRPCError(code, "the client answered with an error"));
        }
        return McpSchema.JSONRPCResponse.result(id, map.get("result"));
    }

    private static boolean isId(Object id) {
        // The SDK's messages take no other numbers; a fraction, or one beyond a long, would end the session.
        return id instanceof String text ? text.length() <= LONGEST_ID : id instanceof Integer || id instanceof Long;
    }

    byte[] write(Object message) throws IOException {
        return mapper.writeValueAsBytes(message);
    }

    /** An error answer: the code, and fixed words for it. */
    static Map<String, @Nullable Object> error(@Nullable Object id, int code) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", words(code));
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("id", id);
        message.put("error", error);
        return message;
    }

    /** A message as it may go out: the words of an error are ours, since a library's repeat what was sent. */
    static Object scrubbed(Object message) {
        return message instanceof McpSchema.JSONRPCResponse response && response.error() != null
                ? error(response.id(), response.error().code())
                : message;
    }

    /** Arguments of another type than an object reach the tool as such, so that it can refuse them with a row. */
    static McpSchema.JSONRPCRequest shaped(McpSchema.JSONRPCRequest request) {
        if (request.method().equals(McpSchema.METHOD_TOOLS_CALL)
                && request.params() instanceof Map<?, ?> params
                && params.get("arguments") != null
                && !(params.get("arguments") instanceof Map<?, ?>)) {
            Map<Object, Object> shaped = new LinkedHashMap<>(params);
            shaped.put("arguments", Arguments.NOT_AN_OBJECT);
            return new McpSchema.JSONRPCRequest(request.method(), request.id(), shaped);
        }
        return request;
    }

    private static String words(int code) {
        return switch (code) {
            case PARSE_ERROR -> "The line is not JSON. Send one JSON-RPC message a line, in UTF-8.";
            case INVALID_REQUEST -> "The line is no JSON-RPC 2.0 message, or is longer than 8 MiB.";
            case METHOD_NOT_FOUND -> "This server has no such method. It has initialize, ping, tools/list, tools/call.";
            case INVALID_PARAMS ->
                "The parameters are not those of the method, or there is no such tool: see tools/list.";
            default -> "Something went wrong inside Holdfast; this is a bug.";
        };
    }
}
