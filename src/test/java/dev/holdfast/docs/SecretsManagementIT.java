package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.docs.Page.Block;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.McpClient;
import dev.holdfast.proof.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the page for agents and supervisors from top to bottom: each call on a server that stays the same, each command on
 * its store.
 */
class SecretsManagementIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** In an expected result: something has to be there, whatever it is. */
    private static final String ANYTHING = "…";

    private final Set<String> toolsRun = new TreeSet<>();
    private final Set<String> codesSeen = new TreeSet<>();

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Reply last;
    private String token;

    @Test
    void examples_inTheirOrder_answerAsThePageSays() throws Exception {
        Path project = Files.createDirectory(folder.resolve("consilio"));
        holdfast = new Holdfast(folder.resolve("home"), project);
        Page page = Page.of("docs/SECRETS_MANAGEMENT.md");
        try (McpClient agent = McpClient.start(holdfast.launcher("mcp"))) {
            agent.initialize();
            for (Block block : page.blocks()) {
                run(agent, block);
            }
        }
        assertThat(toolsRun)
                .containsExactly(
                        "check_env",
                        "get_secret",
                        "list_secrets",
                        "request_key",
                        "rotate_secret",
                        "set_secret",
                        "write_env");
        assertThat(codesSeen)
                .contains(
                        "INVALID_KEY_PATH",
                        "INVALID_DESCRIPTION",
                        "INVALID_VALUE",
                        "INVALID_ARGUMENT",
                        "ACCESS_DENIED",
                        "NOT_FOUND",
                        "VERSION_CONFLICT",
                        "STORE_FIRST",
                        "ENV_REFUSED");
        assertThat(Files.readString(project.resolve(".env")))
                .contains("STRIPE_API_KEY=sk_live_def456uvw\n")
                .containsPattern("(?m)^JWT_SECRET=[A-Za-z0-9+/]{64}$");
    }

    private void run(McpClient agent, Block block) throws Exception {
        String kind = String.join(
                " ", block.words().subList(0, Math.min(2, block.words().size())));
        switch (kind) {
            case "json result" -> result(block);
            case "dotenv append" -> append(block);
            case "sh run" -> command(block, "");
            case "sh redeem" -> redeem(block);
            default -> call(agent, block);
        }
    }

    private void call(McpClient agent, Block block) throws IOException {
        assertThat(block.words().get(0)).as("the language of a block").isEqualTo("json");
        String tool = block.words().get(1);
        Map<String, Object> arguments = MAPPER.readValue(block.content(), new TypeReference<>() {});
        last = agent.call(tool, arguments);
        toolsRun.add(tool);
        if (block.words().size() > 2) {
            assertThat(last.refused()).as(tool + " is refused").isTrue();
            assertThat(last.code()).as(tool).isEqualTo(block.words().get(2));
            assertThat(last.text()).startsWith(block.words().get(2) + ": ");
            codesSeen.add(last.code());
        } else {
            assertThat(last.refused() ? last.text() : "").as(tool).isEmpty();
            String given = last.structured().path("accessToken").asText();
            token = given.isEmpty() ? token : given;
        }
    }

    private void result(Block block) throws IOException {
        subset(MAPPER.readTree(block.content()), last.structured(), "result");
    }

    /** Objects may have more fields than the page shows; lists and everything else are equal. */
    private static void subset(JsonNode shown, JsonNode actual, String where) {
        if (shown.isObject()) {
            shown.fieldNames().forEachRemaining(name -> {
                assertThat(actual.has(name)).as(where + " has " + name).isTrue();
                subset(shown.get(name), actual.get(name), where + "." + name);
            });
        } else if (shown.isArray()) {
            assertThat(actual.size()).as(where).isEqualTo(shown.size());
            for (int i = 0; i < shown.size(); i++) {
                subset(shown.get(i), actual.get(i), where + "[" + i + "]");
            }
        } else if (!shown.asText().equals(ANYTHING)) {
            assertThat(actual.equals(shown)).as(where + " is as shown").isTrue();
        }
    }

    private void append(Block block) throws IOException {
        Files.writeString(holdfast.workspace().resolve(".env"), block.content(), StandardOpenOption.APPEND);
    }

    private String command(Block block, String input) throws IOException, InterruptedException {
        String line = block.content().strip().replaceFirst(" < .*", "");
        assertThat(line).startsWith("holdfast ");
        String[] arguments = line.substring("holdfast ".length()).split(" ");
        Process process = holdfast.launcher(arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line).isZero();
        return output;
    }

    private void redeem(Block block) throws IOException, InterruptedException {
        boolean same = command(block, token + "\n").equals("sk_live_def456uvw\n");
        assertThat(same).as("the token stands for the current value").isTrue();
    }
}
