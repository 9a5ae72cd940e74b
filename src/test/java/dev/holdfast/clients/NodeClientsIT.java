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
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that people use, unchanged, against the built launcher. */
final class NodeClientsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_PATH = "keyPath=project/inspector/payment_key";

    @TempDir
    private Path folder;

    private Path home;
    private Path workspace;

    @BeforeEach
    void folders() throws Exception {
        NodeClients.require();
        home = Files.createDirectory(folder.resolve("home"));
        workspace = Files.createDirectory(folder.resolve("workspace"));
    }

    @Test
    void typescriptSdk_wholeWorkflow_everyAnswerIsRight() throws Exception {
        Program.Ended ended = program(Map.of())
                .run(List.of(
                        "node",
                        NodeClients.folder().resolve("roundtrip.mjs").toString(),
                        Program.launcher().toString()));
        assertThat(ended.exit()).as(ended.errors()).isZero();
        JsonNode report = JSON.readTree(ended.output());
        assertThat(report.path("calls").asInt()).isEqualTo(9);
        Proof.line(
                "client-typescript-sdk",
                "%d tools, %d calls, %d of them refused as they should be"
                        .formatted(
                                report.path("tools").asInt(),
                                report.path("calls").asInt(),
                                report.path("refusals").asInt()));
    }

    @Test
    void inspector_setThenGet_givesTheValueThatWasStored() throws Exception {
        String value = UUID.randomUUID().toString();
        Files.writeString(workspace.resolve("payment.txt"), value + "\n");
        JsonNode stored = inspector(
                "set_secret",
                KEY_PATH,
                "valueFrom=file:payment.txt",
                "description=Signs the payments that customers make");
        JsonNode read = inspector("get_secret", KEY_PATH);
        assertThat(stored.path("version").asInt()).isEqualTo(1);
        assertThat(read.path("value").asText().equals(value))
                .as("the value that was read is the one that was stored")
                .isTrue();
        Proof.line("client-inspector", "set_secret and get_secret by --cli, same value");
    }

    private JsonNode inspector(String tool, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(NodeClients.newestNode(), NodeClients.file(".bin/mcp-inspector"), "--cli"));
        command.addAll(List.of("-e", "HOLDFAST_HOME=" + folder.resolve("store")));
        command.addAll(List.of(Program.launcher().toString(), "mcp", "--method", "tools/call", "--tool-name", tool));
        for (String argument : arguments) {
            command.addAll(List.of("--tool-arg", argument));
        }
        Program.Ended ended = program(Map.of()).run(command);
        assertThat(ended.exit()).as(ended.errors()).isZero();
        JsonNode reply = JSON.readTree(ended.output());
        assertThat(reply.path("isError").asBoolean())
                .as(reply.path("_meta").toString())
                .isFalse();
        return reply.path("structuredContent");
    }

    @Test
    void claudeCode_entryThatInitWrote_isConnected() throws Exception {
        Program program = program(Map.of("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1", "DISABLE_AUTOUPDATER", "1"));
        // Claude Code takes the approval that init writes only from a file that git does not track.
        Files.writeString(workspace.resolve(".gitignore"), ".claude/settings.local.json\n");
        Program.Ended git = program.run(List.of("git", "init", "--quiet"));
        assertThat(git.exit()).as(git.errors()).isZero();
        Program.Ended init =
                program.run(List.of(Program.launcher().toString(), "init", "--client", "claude-code", "--write"));
        assertThat(init.exit()).as(init.errors()).isZero();
        Program.Ended list = program.run(
                List.of("node", NodeClients.file("@anthropic-ai/claude-code/cli-wrapper.cjs"), "mcp", "list"));
        assertThat(list.output()).containsPattern("(?m)^meta: .* ✔ Connected$");
        Proof.line("client-claude-code", "the entry of init --write: claude mcp list says Connected");
    }

    private Program program(Map<String, String> environment) {
        return new Program(home, workspace, environment);
    }
}
