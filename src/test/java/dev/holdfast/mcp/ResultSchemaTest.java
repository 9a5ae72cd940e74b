package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results of tools, held to the schemas that a client is told. */
final class ResultSchemaTest {

    @TempDir
    private Path folder;

    private ToolSession session;
    private JsonNode result;

    @BeforeEach
    void open() {
        session = new ToolSession(folder);
        result = session.line("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .result();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private JsonNode tool(String name) {
        for (JsonNode tool : result.path("tools")) {
            if (tool.path("name").asText().equals(name)) {
                return tool;
            }
        }
        throw new AssertionError("no such tool");
    }

    @Test
    void toolsList_everyObject_takesNoOtherProperties() {
        for (JsonNode tool : result.path("tools")) {
            refusesUnknown(tool.path("inputSchema"));
            refusesUnknown(tool.path("outputSchema"));
        }
    }

    /** Every object in a schema, however deep, names its properties and takes no others. */
    private static void refusesUnknown(JsonNode schema) {
        assertThat(schema.isMissingNode()).isFalse();
        if (schema.path("type").asText().equals("object")) {
            assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
            assertThat(schema.path("additionalProperties").asBoolean()).isFalse();
        }
        schema.path("properties").forEach(ResultSchemaTest::refusesUnknown);
        if (schema.has("items")) {
            refusesUnknown(schema.path("items"));
        }
    }

    private void fits(String tool, Reply reply) throws Exception {
        assertThat(reply.refused()).as(tool).isFalse();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tool(tool).path("outputSchema").toString());
        assertThat(schema.validate(reply.structured().toString(), InputFormat.JSON))
                .as(tool)
                .isEmpty();
        assertThat(ToolSession.MAPPER.readTree(reply.text()).equals(reply.structured()))
                .as("text is the same JSON")
                .isTrue();
    }

    @Test
    void call_results_fitTheirOutputSchemas() throws Exception {
        String path = "project/consilio/stripe_api_key";
        fits(
                "set_secret",
                session.call(
                        "set_secret",
                        "keyPath",
                        path,
                        "description",
                        "Stripe key for payments",
                        "generate",
                        Map.of(),
                        "envFile",
                        ".env"));
        fits("rotate_secret", session.call("rotate_secret", "keyPath", path, "reason", "leaked", "generate", Map.of()));
        fits("get_secret", session.call("get_secret", "keyPath", path));
        fits("get_secret", session.call("get_secret", "keyPath", path, "version", 1));
        fits("list_secrets", session.call("list_secrets", "scope", "project", "project", "consilio"));
        fits("list_secrets", session.call("list_secrets", "limit", 1));
        Reply granted = session.call("request_key", "keyPath", path, "purpose", "deploy the payments");
        fits("request_key", granted);
        String grant = granted.structured().path("grantId").asText();
        fits("request_key", session.call("request_key", "requestId", grant));
        session.door.clock.advance(Duration.ofDays(1));
        fits("request_key", session.call("request_key", "requestId", grant));
        fits(
                "write_env",
                session.call(
                        "write_env",
                        "file",
                        ".env",
                        "entries",
                        List.of(Map.of("name", "STRIPE_API_KEY", "keyPath", path))));
        Files.writeString(
                session.workspace.resolve(".env"),
                "OTHER_API_KEY=sk_live_9f8a7b6c5d4e3f2a1b0c\nA=1\n",
                StandardOpenOption.APPEND);
        Reply checked = session.call("check_env", "file", ".env");
        fits("check_env", checked);
        assertThat(checked.structured().path("entries").findValuesAsText("status"))
                .containsExactly("stored", "not_stored", "not_secret");
        assertThat(checked.structured().path("ok").asBoolean()).isFalse();
    }
}
