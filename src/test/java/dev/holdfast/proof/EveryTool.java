package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A call of each of the seven tools, each one granted where a secret stands at {@link #PATH} and nothing is broken. */
final class EveryTool {

    static final String PATH = "project/proof/every_tool";
    private static final String ROTATED = "project/proof/rotated";
    private static final String SET = "project/proof/set";

    private EveryTool() {}

    /** Stores what the tools work on. */
    static void prepare(McpClient client) {
        for (String path : List.of(PATH, ROTATED)) {
            Map<String, Object> arguments =
                    Map.of("keyPath", path, "value", Values.next(), "description", "A value for every tool");
            assertThat(client.call("set_secret", arguments).code()).isEmpty();
        }
    }

    /** Sends all of them at once and waits for the answers, by the names of the tools. */
    static Map<String, Reply> call(McpClient client) {
        Map<String, CompletableFuture<Reply>> sent = new LinkedHashMap<>();
        calls().forEach((tool, arguments) -> sent.put(tool, client.send(tool, arguments)));
        Map<String, Reply> replies = new LinkedHashMap<>();
        sent.forEach((tool, answer) -> replies.put(tool, McpClient.await(answer)));
        return replies;
    }

    /** The reading ones first and the writing ones on paths of their own: a call waits for writes that it would notice. */
    private static Map<String, Map<String, Object>> calls() {
        Map<String, Map<String, Object>> calls = new LinkedHashMap<>();
        calls.put("get_secret", Map.of("keyPath", PATH));
        calls.put("list_secrets", Map.of());
        calls.put("request_key", Map.of("keyPath", PATH, "purpose", "to try every tool"));
        calls.put("check_env", Map.of("file", ".env"));
        calls.put("rotate_secret", Map.of("keyPath", ROTATED, "reason", "every tool", "newValue", Canary.VALUE));
        calls.put(
                "write_env", Map.of("file", ".env", "entries", List.of(Map.of("name", "EVERY_TOOL", "keyPath", PATH))));
        calls.put(
                "set_secret",
                Map.of(
                        "keyPath", SET,
                        "value", Canary.VALUE,
                        "description", "A value for every tool",
                        "envFile", ".env",
                        "envName", "CANARY_KEY"));
        return calls;
    }
}
