package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.holdfast.Proof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told of the tools. {@code -Dgolden.write=true} writes the file anew; read its changes then. */
class ToolsListIT {

    private static final int MOST_BYTES = 14 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The arguments of each tool; what must be there stands before the bar. */
    private static final List<Tool> TOOLS = List.of(
            new Tool(
                    "set_secret",
                    "keyPath|value generate valueFrom description expectedVersion envFile envName",
                    "keyPath version created description fingerprint updatedAt",
                    new Hints(false, false, false)),
            new Tool(
                    "get_secret",
                    "keyPath|version",
                    "keyPath version description fingerprint updatedAt managed",
                    new Hints(true, false, true)),
            new Tool("list_secrets", "|scope project limit cursor", "secrets", new Hints(true, false, true)),
            new Tool(
                    "rotate_secret",
                    "keyPath reason|newValue generate valueFrom gracePeriodSeconds expectedVersion",
                    "keyPath version previousVersion fingerprint",
                    new Hints(false, true, false)),
            new Tool(
                    "request_key",
                    "|keyPath purpose ttlSeconds maxUses requestId",
                    "status",
                    new Hints(false, false, false)),
            new Tool("write_env", "file entries|", "file written", new Hints(false, true, true)),
            new Tool("check_env", "file|", "file entries ok", new Hints(true, false, true)));

    @TempDir
    private static Path folder;

    private static JsonNode result;

    private record Hints(boolean readOnly, boolean destructive, boolean idempotent) {}

    private record Tool(String name, String arguments, String output, Hints hints) {

        Set<String> required() {
            return words(arguments.substring(0, arguments.indexOf('|')));
        }

        Set<String> all() {
            return words(arguments.replace('|', ' '));
        }
    }

    private static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.strip().split(" "));
    }

    @BeforeAll
    static void ask() {
        try (Session session = Session.in(folder)) {
            result = session.client().request("tools/list", Map.of()).result();
        }
    }

    @AfterAll
    static void forget() {
        result = null;
    }

    @Test
    void result_isTheGoldenFile() throws Exception {
        Path file = Proof.project().resolve("src/test/resources/tools-list.json");
        String now = MAPPER.writeValueAsString(result) + "\n";
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, now);
        }
        assertThat(now).isEqualTo(Files.readString(file));
        Proof.line("golden-tools-list", bytes() + " bytes");
    }

    @Test
    void result_isUnderFourteenKilobytes() {
        assertThat(bytes()).isLessThan(MOST_BYTES);
    }

    private static int bytes() {
        return result.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void tools_areSevenInTheirOrder() {
        assertThat(result.path("tools").findValuesAsText("name").stream()
                        .filter(name ->
                                TOOLS.stream().anyMatch(tool -> tool.name().equals(name))))
                .containsExactlyElementsOf(TOOLS.stream().map(Tool::name).toList());
        assertThat(result.path("tools")).hasSize(TOOLS.size());
    }

    @Test
    void arguments_areThoseOfTheContract() {
        for (int i = 0; i < TOOLS.size(); i++) {
            JsonNode schema = result.path("tools").path(i).path("inputSchema");
            assertThat(names(schema.path("properties")))
                    .as(TOOLS.get(i).name())
                    .isEqualTo(TOOLS.get(i).all());
            assertThat(texts(schema.path("required")))
                    .as(TOOLS.get(i).name())
                    .isEqualTo(TOOLS.get(i).required());
        }
    }

    @Test
    void tools_haveTitleDescriptionAnnotationsAndOutput() {
        for (int i = 0; i < TOOLS.size(); i++) {
            JsonNode tool = result.path("tools").path(i);
            Tool expected = TOOLS.get(i);
            JsonNode hints = tool.path("annotations");
            assertThat(tool.path("title").asText()).isNotBlank();
            assertThat(tool.path("description").asText()).isNotBlank();
            assertThat(new Hints(
                            hints.path("readOnlyHint").booleanValue(),
                            hints.path("destructiveHint").booleanValue(),
                            hints.path("idempotentHint").booleanValue()))
                    .as(expected.name())
                    .isEqualTo(expected.hints());
            assertThat(hints.has("readOnlyHint") && hints.has("destructiveHint") && hints.has("idempotentHint"))
                    .isTrue();
            assertThat(texts(tool.path("outputSchema").path("required")))
                    .as(expected.name())
                    .isEqualTo(words(expected.output()));
        }
    }

    @Test
    void objects_refuseUnknownProperties() {
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode tool : result.path("tools")) {
            collect(tool.path("inputSchema"), objects);
            collect(tool.path("outputSchema"), objects);
        }
        assertThat(objects)
                .hasSizeGreaterThan(2 * TOOLS.size())
                .allSatisfy(
                        object -> assertThat(object.path("additionalProperties").isBoolean()
                                        && !object.path("additionalProperties").booleanValue())
                                .isTrue());
    }

    private static void collect(JsonNode schema, List<JsonNode> objects) {
        if (schema.path("type").asText().equals("object")) {
            objects.add(schema);
        }
        schema.forEach(child -> collect(child, objects));
    }

    private static Set<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return Set.copyOf(names);
    }

    private static Set<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return Set.copyOf(texts);
    }
}
