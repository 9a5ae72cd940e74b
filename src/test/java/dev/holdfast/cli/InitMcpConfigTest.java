package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.store.vault.VaultLogin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entries that are there to be copied are what {@code init} makes. */
class InitMcpConfigTest {

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
    void approval_ofClaudeCode_isWhatInitMakes() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("claude-code.settings.local.json")))
                .isEqualTo(JsonText.of(ClientEntry.approval()).text());
    }

    @Test
    void rule_toBePasted_isWhatInitWrites() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("rule.md"))).isEqualTo(RuleBlock.TEXT + "\n");
    }

    @Test
    void template_asItIs_setsNothing(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve(Config.FILE), template());
        assertThat(ConfigReader.read(home)).isEqualTo(Config.defaults(home));
    }

    @Test
    void template_withoutItsCommentSigns_isAConfiguration(@TempDir Path home) throws IOException {
        String settings = template()
                .lines()
                .filter(line -> line.matches("# (agents:|value_from:|store: .*|vault:|audit:| .*)"))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        Files.writeString(home.resolve(Config.FILE), settings);
        Config config = ConfigReader.read(home);
        assertThat(config.agents())
                .singleElement()
                .satisfies(agent -> assertThat(agent.name()).isEqualTo("claude-supervisor"));
        assertThat(config.readableVariables()).containsExactly("GITHUB_TOKEN");
        assertThat(config.store()).isEqualTo(Config.Store.VAULT);
        assertThat(config.vault().address()).hasToString("https://vault.example.org:8200");
        assertThat(config.vault().login()).isInstanceOf(VaultLogin.AppRole.class);
        assertThat(config.audit().login()).hasToString("Login[jdbc:postgresql://db.example.org:5432/holdfast]");
    }

    private static String template() throws IOException {
        try (InputStream in = HomeSetup.class.getResourceAsStream("holdfast.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
