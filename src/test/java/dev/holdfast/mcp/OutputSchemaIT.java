package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every real result keeps to the schema that the tool gives for it, and stands as text too. */
class OutputSchemaIT {

    private static final String KEY = "project/schema/signing_key";

    @TempDir
    private static Path folder;

    private static Session session;
    private static final Map<String, Schema> SCHEMAS = new LinkedHashMap<>();

    @BeforeAll
    static void open() {
        session = Session.in(folder);
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (JsonNode tool :
                session.client().request("tools/list", Map.of()).result().path("tools")) {
            SCHEMAS.put(tool.path("name").asText(), registry.getSchema(tool.path("outputSchema")));
        }
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void results_ofAllTools_keepTheirSchemas() throws Exception {
        Files.writeString(session.file("check.env"), "STRIPE_KEY=sk_live_abc\nPORT=8080\nEMPTY=\n");
        Map<String, Integer> checked = new LinkedHashMap<>();
        for (Object[] call : calls()) {
            String tool = (String) call[0];
            keepsSchema(
                    tool,
                    session.call(tool, List.of(call).subList(1, call.length).toArray()));
            checked.merge(tool, 1, Integer::sum);
        }
        Reply granted = session.call("request_key", "keyPath", KEY, "purpose", "check the schema of the answer");
        keepsSchema("request_key", granted);
        String grant = granted.structured().path("grantId").asText();
        keepsSchema("request_key", session.call("request_key", "requestId", grant));
        checked.merge("request_key", 2, Integer::sum);
        assertThat(checked.keySet()).isEqualTo(SCHEMAS.keySet());
    }

    private static List<Object[]> calls() {
        List<Object[]> calls = new ArrayList<>();
        calls.add(call("set_secret", "keyPath", KEY, "value", "test-value", "description", Session.DESCRIPTION));
        calls.add(call("set_secret", "keyPath", KEY, "generate", Map.of(), "envFile", ".env"));
        calls.add(call("get_secret", "keyPath", KEY));
        calls.add(call("get_secret", "keyPath", KEY, "version", 1));
        calls.add(call("list_secrets"));
        calls.add(call("list_secrets", "scope", "meta"));
        calls.add(call("rotate_secret", "keyPath", KEY, "reason", "the schema is checked", "generate", Map.of()));
        calls.add(call(
                "rotate_secret",
                "keyPath",
                KEY,
                "reason",
                "the schema is checked",
                "newValue",
                "abc123",
                "gracePeriodSeconds",
                0));
        calls.add(call("write_env", "file", ".env", "entries", List.of(Map.of("name", "SIGNING_KEY", "keyPath", KEY))));
        calls.add(call("check_env", "file", ".env"));
        calls.add(call("check_env", "file", "check.env"));
        return calls;
    }

    private static Object[] call(Object... words) {
        return words;
    }

    /** Names only where the schema is broken: a result holds a value. */
    private static void keepsSchema(String tool, Reply reply) {
        assertThat(reply.refused()).as("%s was refused: %s", tool, reply.code()).isFalse();
        assertThat(reply.structured().isObject()).as(tool).isTrue();
        List<String> broken = SCHEMAS.get(tool).validate(reply.structured()).stream()
                .map(error -> error.getKeyword() + " at " + error.getInstanceLocation())
                .toList();
        assertThat(broken).as(tool).isEmpty();
        assertThat(reply.result().path("content")).as(tool).hasSize(1);
        assertThat(Session.json(reply.text()).equals(reply.structured()))
                .as("the text of %s is its structured result", tool)
                .isTrue();
    }

    @Test
    void schema_ofASecretsList_refusesAValue() {
        JsonNode leak = Session.json(
                "{\"secrets\":[{\"keyPath\":\"a\",\"description\":\"b\",\"version\":1,\"updatedAt\":\"c\",\"value\":\"d\"}]}");
        assertThat(SCHEMAS.get("list_secrets").validate(leak)).isNotEmpty();
    }
}
