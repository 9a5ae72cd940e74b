package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cat requests | bin/holdfast mcp}: every line is answered, though the input has ended long before. */
class PipedRequestsIT {

    private static final String OPENING = """
            {"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"pipe","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            """;

    @TempDir
    private Path folder;

    @Test
    void pipe_withTheOpening_answersEveryLine() throws Exception {
        Map<String, JsonNode> answers = pipe(OPENING + requests());
        assertThat(answers.remove("open")
                        .path("result")
                        .path("serverInfo")
                        .path("name")
                        .asText())
                .isEqualTo("holdfast");
        requireAll(answers);
    }

    @Test
    void pipe_withoutTheOpening_answersEveryLine() throws Exception {
        requireAll(pipe(requests()));
        Proof.line("cat requests | bin/holdfast mcp", "44 of 44 lines answered, with and without the opening");
    }

    /** 41 requests that are answered by their id, and three bad lines that are answered without one. */
    private static String requests() {
        StringBuilder lines = new StringBuilder();
        lines.append(call(
                "set",
                "set_secret",
                "\"keyPath\":\"project/proof/piped\",\"value\":\"a-value-of-the-pipe\","
                        + "\"description\":\"A value sent through a pipe\""));
        for (int i = 0; i < 38; i++) {
            lines.append(call("get" + i, "get_secret", "\"keyPath\":\"project/proof/piped\""));
            if (i == 5) {
                lines.append("this is no JSON\n");
            }
            if (i == 15) {
                lines.append("[1, 2]\n").append("\n").append("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}\n");
            }
        }
        lines.append("{\"jsonrpc\":\"2.0\",\"id\":\"ping\",\"method\":\"ping\"}\n");
        // The last line has no end.
        return lines.append("{\"jsonrpc\":\"2.0\",\"id\":\"none\",\"method\":\"no/such\"}")
                .toString();
    }

    private static String call(String id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{" + arguments + "}}}\n";
    }

    private static void requireAll(Map<String, JsonNode> answers) {
        assertThat(answers).hasSize(44);
        assertThat(answers.get("set")
                        .path("result")
                        .path("structuredContent")
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        for (int i = 0; i < 38; i++) {
            assertThat(answers.get("get" + i)
                            .path("result")
                            .path("structuredContent")
                            .path("value")
                            .asText())
                    .isEqualTo("a-value-of-the-pipe");
        }
        assertThat(answers.get("ping").path("result").isObject()).isTrue();
        assertThat(answers.get("none").path("error").path("code").asInt()).isEqualTo(-32601);
        List<Integer> bad = new ArrayList<>();
        answers.forEach((id, answer) -> {
            if (id.startsWith("null")) {
                bad.add(answer.path("error").path("code").asInt());
            }
        });
        assertThat(bad).containsExactlyInAnyOrder(-32700, -32600, -32600);
    }

    private Map<String, JsonNode> pipe(String requests) throws Exception {
        Path file = Files.writeString(folder.resolve("requests"), requests);
        Holdfast holdfast = new Holdfast(folder.resolve("home"), folder);
        ProcessBuilder builder = holdfast.launcher("mcp");
        String command = "cat '" + file + "' | '" + builder.command().get(0) + "' mcp";
        builder.command("sh", "-c", command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Map<String, JsonNode> answers = new TreeMap<>();
        int bad = 0;
        for (String line : output.lines().toList()) {
            JsonNode answer = new ObjectMapper().readTree(line);
            String id = answer.path("id").isTextual() ? answer.path("id").asText() : "null" + bad++;
            assertThat(answers.put(id, answer)).as("answered once").isNull();
        }
        return answers;
    }
}
