package dev.holdfast.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entries that are there to be copied are what {@code init} makes. */
class McpConfigTest {

    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "mcp-config");
    private static final String LAUNCHER = "/path/to/holdfast/bin/holdfast";
    private static final Map<Client, String> FILES = Map.of(
            Client.CLAUDE_CODE, "claude-code.mcp.json",
            Client.CURSOR, "cursor.mcp.json",
            Client.VSCODE, "vscode.mcp.json",
            Client.GEMINI, "gemini.settings.json");

    @Test
    void entries_ofEveryClientThatHasAFile_areWhatInitMakes() throws IOException {
        for (Client client : Client.values()) {
            String file = FILES.get(client);
            assertThat(file == null).as(client.word()).isEqualTo(client.entryFile() == null);
            if (file != null) {
                assertThat(Files.readString(FOLDER.resolve(file)))
                        .as(file)
                        .isEqualTo(
                                JsonText.of(ClientEntry.file(client, LAUNCHER)).text());
            }
        }
    }

    @Test
    void settings_ofClaudeCode_areWhatInitMakes(@TempDir Path project) throws IOException {
        new ClientSetup(Client.CLAUDE_CODE, LAUNCHER, project, false).write();
        assertThat(Files.readString(FOLDER.resolve("claude-code.settings.local.json")))
                .isEqualTo(Files.readString(project.resolve(".claude/settings.local.json")));
    }

    @Test
    void hooks_ofCursor_areWhatInitMakes(@TempDir Path project) throws IOException {
        new ClientSetup(Client.CURSOR, LAUNCHER, project, false).write();
        assertThat(Files.readString(FOLDER.resolve("cursor.hooks.json")))
                .isEqualTo(Files.readString(project.resolve(".cursor/hooks.json")));
    }

    @Test
    void rule_toBePasted_isWhatInitWrites() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("rule.md"))).isEqualTo(RuleBlock.TEXT + "\n");
    }
}
