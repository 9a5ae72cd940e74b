package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a client, whichever transport it comes by. */
public abstract class TransportContract {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CANARY = "canary-7Qx2";

    @TempDir
    private Path folder;

    private Connection connection;

    /** A session that is open. */
    public interface Connection extends AutoCloseable {

        /** Sends a message; the message that answers it. */
        JsonNode ask(String message);

        @Override
        void close();
    }

    /** Opens a session with a server of its own in a folder. */
    protected abstract Connection connect(Path folder);

    @BeforeEach
    void open() {
        connection = connect(folder);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    private JsonNode ask(String method, String params) {
        return connection.ask("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    private JsonNode call(String tool, String arguments) {
        JsonNode answer = ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        return answer.path("result");
    }

    @Test
    void toolsList_always_isTheSameSevenTools() {
        List<String> names = new ArrayList<>();
        ask("tools/list", "{}")
                .at("/result/tools")
                .forEach(tool -> names.add(tool.path("name").asText()));
        assertThat(names)
                .containsExactly(
                        "set_secret",
                        "get_secret",
                        "list_secrets",
                        "rotate_secret",
                        "request_key",
                        "write_env",
                        "check_env");
    }

    @Test
    void secret_storedReadRotatedAndListed_isWhatItWas() {
        JsonNode stored = call(
                "set_secret",
                "{\"keyPath\":\"project/consilio/stripe_api_key\",\"value\":\"" + CANARY
                        + "\",\"description\":\"Stripe key for the transport tests\"}");
        assertThat(stored.at("/structuredContent/version").asInt()).isEqualTo(1);
        assertThat(stored.at("/isError").asBoolean()).isFalse();
        JsonNode read = call("get_secret", "{\"keyPath\":\"project/consilio/stripe_api_key\"}");
        assertThat(read.at("/structuredContent/value").asText()).isEqualTo(CANARY);
        assertThat(parsed(read.at("/content/0/text").asText())).isEqualTo(read.path("structuredContent"));
        JsonNode rotated = call(
                "rotate_secret",
                "{\"keyPath\":\"project/consilio/stripe_api_key\",\"reason\":\"a test of transports\",\"generate\":{}}");
        assertThat(rotated.at("/structuredContent/version").asInt()).isEqualTo(2);
        JsonNode list = call("list_secrets", "{}");
        assertThat(list.at("/structuredContent/secrets")).hasSize(1);
        assertThat(list.toString()).doesNotContain(CANARY);
    }

    @Test
    void refusal_ofTheDoor_hasCodeAndRequestId() {
        JsonNode missing = call("get_secret", "{\"keyPath\":\"project/consilio/none\"}");
        assertThat(missing.path("isError").asBoolean()).isTrue();
        assertThat(missing.at("/_meta/holdfast~1error/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(missing.at("/_meta/holdfast~1error/requestId").asText()).isNotEmpty();
        assertThat(missing.has("structuredContent")).isFalse();
    }

    @Test
    void arguments_ofTheWrongType_areRefusedByTheTool() {
        for (String arguments : List.of("[]", "7", "\"" + CANARY + "\"", "{\"keyPath\":{\"a\":\"" + CANARY + "\"}}")) {
            JsonNode refused = call("get_secret", arguments);
            assertThat(refused.at("/_meta/holdfast~1error/code").asText())
                    .as(arguments)
                    .isIn("INVALID_ARGUMENT", "INVALID_KEY_PATH");
            assertThat(refused.toString()).doesNotContain(CANARY);
        }
    }

    @Test
    void unknownMethodOrTool_isAnErrorInOurWords() {
        JsonNode method = ask(CANARY, "{}").path("error");
        assertThat(method.path("code").asInt()).isEqualTo(-32601);
        JsonNode tool = ask("tools/call", "{\"name\":\"" + CANARY + "\",\"arguments\":{}}")
                .path("error");
        assertThat(tool.path("code").asInt()).isEqualTo(-32602);
        assertThat(method.toString() + tool).doesNotContain(CANARY).doesNotContain("Exception");
    }

    @Test
    void ping_always_isAnswered() {
        assertThat(ask("ping", "{}").path("result").isObject()).isTrue();
    }

    /** Text as JSON. */
    protected static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
