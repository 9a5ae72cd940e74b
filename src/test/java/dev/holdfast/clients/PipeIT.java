package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cat requests | bin/holdfast mcp}: the input is at its end long before the last answer. */
final class PipeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUESTS = 300;

    @TempDir
    private Path folder;

    @Test
    void pipe_inputEndsBeforeTheAnswers_everyLineIsAnsweredOnce() throws Exception {
        Files.write(folder.resolve("requests"), requests());
        Program.Ended ended = new Program(
                        folder,
                        folder,
                        Map.of("HOLDFAST_HOME", folder.resolve("store").toString()))
                .run(List.of("sh", "-c", "cat requests | '" + Program.launcher() + "' mcp"));
        assertThat(ended.exit()).as(ended.errors()).isZero();
        List<Integer> answered = new ArrayList<>();
        for (String line : ended.output().lines().toList()) {
            JsonNode answer = JSON.readTree(line);
            assertThat(answer.has("result")).as("answer %s", answer.path("id")).isTrue();
            answered.add(answer.path("id").asInt());
        }
        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(0, REQUESTS).boxed().toList());
        Proof.line("pipe", "cat of %d requests: %d answers, exit 0".formatted(REQUESTS + 1, answered.size()));
    }

    private static List<String> requests() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"cat\",\"version\":\"1\"}}}");
        lines.add("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        for (int id = 1; id <= REQUESTS; id++) {
            lines.add(
                    switch (id % 3) {
                        case 0 -> request(id, "tools/list", "{}");
                        case 1 -> request(id, "tools/call", store(id));
                        default -> request(id, "tools/call", "{\"name\":\"list_secrets\",\"arguments\":{}}");
                    });
        }
        return lines;
    }

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, params);
    }

    private static String store(int id) {
        return "{\"name\":\"set_secret\",\"arguments\":{\"keyPath\":\"project/pipe/key_%d\",\"generate\":{},\"description\":\"Number %d that came down the pipe\"}}"
                .formatted(id, id);
    }
}
