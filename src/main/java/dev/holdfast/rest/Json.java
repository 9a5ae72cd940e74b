package dev.holdfast.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.http.Reply;
import dev.holdfast.input.Arguments;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Bodies of requests and of answers. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /**
     * Reads a body, whatever its Content-Type says.
     *
     * @param where how messages call the route
     * @param fields those that it takes
     */
    static Arguments body(String where, byte[] body, String... fields) {
        List<String> known = List.of(fields);
        return Arguments.of(where, body.length == 0 ? Map.of() : fields(where, body), known);
    }

    private static Map<String, Object> fields(String where, byte[] body) {
        try {
            Object read = MAPPER.readValue(body, Object.class);
            if (read instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked") // The names of an object of JSON are strings.
                Map<String, Object> fields = (Map<String, Object>) map;
                return fields;
            }
        } catch (JsonProcessingException e) {
            // Told below; its words would repeat what was sent.
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        throw InvalidInput.argument(
                "The body is no JSON object, or has a name twice.", where + " takes one object, in UTF-8.");
    }

    /** An answer that has no value of a secret. */
    static Reply reply(int status, Map<String, ?> tree) {
        return Reply.json(status, out -> out.write(bytes(tree)));
    }

    static byte[] bytes(Map<String, ?> tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers cannot be written", e);
        }
    }

    /** Writes JSON piece by piece; closes nothing. */
    static JsonGenerator generator(OutputStream out) throws IOException {
        return MAPPER.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                // What broke off must not look whole.
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    }

    /** The one place where a value leaves by REST: as its bytes, never as a String. */
    static void value(JsonGenerator json, String name, SecretValue value) throws IOException {
        json.writeFieldName(name);
        try {
            value.reveal(bytes -> {
                try {
                    json.writeUTF8String(bytes, 0, bytes.length);
                    return true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
