package dev.holdfast.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;

/**
 * JSON for the SDK's transports over HTTP, which leave us no other place between them and the wire: errors go out in our
 * words, and arguments of a wrong type reach the tool that refuses them. Thread-safe.
 */
final class HttpJson implements McpJsonMapper {

    private final McpJsonMapper plain;

    HttpJson(ObjectMapper mapper) {
        plain = new JacksonMcpJsonMapper(mapper);
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws IOException {
        return quiet(() -> plain.readValue(content, type));
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws IOException {
        return quiet(() -> plain.readValue(content, type));
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws IOException {
        return quiet(() -> plain.readValue(content, type));
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
        return quiet(() -> plain.readValue(content, type));
    }

    /** Work that reads what a client sent. */
    private interface Read<T> {
        T value() throws IOException;
    }

    /** A parser's message quotes what it read. */
    private static <T> T quiet(Read<T> read) throws IOException {
        try {
            return read.value();
        } catch (JsonProcessingException e) {
            throw new IOException("no JSON of the kind that was expected");
        }
    }

    @Override
    public <T> T convertValue(Object from, Class<T> type) {
        T converted = plain.convertValue(from, type);
        return converted instanceof JSONRPCRequest request ? type.cast(JsonRpc.shaped(request)) : converted;
    }

    @Override
    public <T> T convertValue(Object from, TypeRef<T> type) {
        return plain.convertValue(from, type);
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return plain.writeValueAsString(JsonRpc.scrubbed(value));
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return plain.writeValueAsBytes(JsonRpc.scrubbed(value));
    }
}
