package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.ClientSetup.Change;
import dev.holdfast.cli.ClientSetup.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitClientSetupTest {

    private static final String LAUNCHER = "/opt/hold fast/bin/holdfast";

    @TempDir
    private Path folder;

    private List<Result> write(Client client) {
        return new ClientSetup(client, LAUNCHER, folder).write();
    }

    private Path put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String get(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static Result of(List<Result> results, String file) {
        return results.stream()
                .filter(result -> result.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_CODE, .mcp.json|.claude/settings.local.json|CLAUDE.md",
        "CURSOR, .cursor/mcp.json|AGENTS.md",
        "VSCODE, .vscode/mcp.json|AGENTS.md",
        "GEMINI, .gemini/settings.json|GEMINI.md",
        "JULES, AGENTS.md"
    })
    void write_inAnEmptyFolder_makesTheClientsFilesAndNoOthers(Client client, String files) throws IOException {
        assertThat(write(client))
                .allSatisfy(result -> assertThat(result.change()).isEqualTo(Change.MADE));
        try (Stream<Path> made = Files.walk(folder)) {
            assertThat(made.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrder(files.split("\\|"));
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void write_aSecondTime_changesNothing(Client client) throws IOException {
        List<String> first = texts(write(client));
        List<Result> again = write(client);
        assertThat(again).allSatisfy(result -> assertThat(result.change()).isEqualTo(Change.UNCHANGED));
        assertThat(texts(again)).isEqualTo(first);
    }

    private List<String> texts(List<Result> results) throws IOException {
        List<String> texts = new java.util.ArrayList<>();
        for (Result result : results) {
            texts.add(get(result.file()));
        }
        return texts;
    }

    @Test
    void write_besideOtherServersAndRules_keepsThem() throws IOException {
        put(".mcp.json", "{\"mcpServers\": {\"other\": {\"command\": \"x\"}}, \"kept\": 1.50}");
        put(".claude/settings.local.json", "{\"permissions\": {\"allow\": [\"Bash(ls)\"]}}");
        put("CLAUDE.md", "# Ours\n");
        assertThat(write(Client.CLAUDE_CODE))
                .allSatisfy(result -> assertThat(result.change()).isEqualTo(Change.CHANGED));
        assertThat(get(".mcp.json"))
                .startsWith("{\"mcpServers\": {\"other\": {\"command\": \"x\"},")
                .endsWith("}, \"kept\": 1.50}")
                .contains("\"" + LAUNCHER + "\"");
        assertThat(get(".claude/settings.local.json"))
                .startsWith("{\"permissions\": {\"allow\": [\"Bash(ls)\"]},")
                .contains("\"enabledMcpjsonServers\": [\"meta\"]");
        assertThat(get("CLAUDE.md")).startsWith("# Ours\n\n" + RuleBlock.BEGIN);
    }

    @Test
    void write_overAnOlderHoldfast_renewsThePathAndKeepsTheRest() throws IOException {
        put(
                ".mcp.json",
                "{\"mcpServers\": {\"meta\": {\"command\": \"/old/bin/holdfast\", \"args\": [\"mcp\", \"--agent\", \"bot\"],"
                        + " \"env\": {\"HOLDFAST_LOG\": \"info\"}}}}");
        assertThat(of(write(Client.CLAUDE_CODE), ".mcp.json").change()).isEqualTo(Change.CHANGED);
        assertThat(get(".mcp.json"))
                .contains("\"command\": \"" + LAUNCHER + "\"")
                .contains("[\"mcp\", \"--agent\", \"bot\"]")
                .contains("\"HOLDFAST_LOG\": \"info\"")
                .doesNotContain("/old/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ // ours\n}",
                "{\"mcpServers\": {},}",
                "[]",
                "{\"mcpServers\": []}",
                "{\"mcpServers\": {\"meta\": {\"command\": \"npx\"}}}",
                "{\"mcpServers\": {\"meta\": {\"url\": \"https://example.com\"}}}",
                "{\"mcpServers\": {\"meta\": 1}}"
            })
    void write_intoAFileItDoesNotUnderstand_leavesItAlone(String text) throws IOException {
        put(".mcp.json", text);
        Result result = of(write(Client.CLAUDE_CODE), ".mcp.json");
        assertThat(result.change()).isEqualTo(Change.REFUSED);
        assertThat(result.why()).isNotBlank();
        assertThat(get(".mcp.json")).isEqualTo(text);
    }

    @Test
    void write_whereTheServerWasSwitchedOff_leavesThatAlone() throws IOException {
        String text = "{\"disabledMcpjsonServers\": [\"meta\"]}";
        put(".claude/settings.local.json", text);
        assertThat(of(write(Client.CLAUDE_CODE), ".claude/settings.local.json").change())
                .isEqualTo(Change.REFUSED);
        assertThat(get(".claude/settings.local.json")).isEqualTo(text);
    }

    @Test
    void write_toAFileWithAMode_keepsIt() throws IOException {
        Path file = put("AGENTS.md", "# Ours\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        write(Client.JULES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void write_throughALinkInTheProject_changesWhatItLeadsTo() throws IOException {
        put("AGENTS.md", "# Ours\n");
        Files.createSymbolicLink(folder.resolve("CLAUDE.md"), Path.of("AGENTS.md"));
        write(Client.CLAUDE_CODE);
        assertThat(folder.resolve("CLAUDE.md")).isSymbolicLink();
        assertThat(get("AGENTS.md")).contains(RuleBlock.TEXT);
    }

    @Test
    void write_throughALinkOutOfTheProject_isRefused(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("profile"), "outside\n");
        Files.createSymbolicLink(folder.resolve("AGENTS.md"), outside);
        Files.createSymbolicLink(folder.resolve(".cursor"), elsewhere);
        assertThat(write(Client.CURSOR))
                .allSatisfy(result -> assertThat(result.change()).isEqualTo(Change.REFUSED));
        assertThat(outside).hasContent("outside\n");
        assertThat(elsewhere.resolve("mcp.json")).doesNotExist();
    }

    @Test
    void write_ofAFileThatIsNotUtf8_isRefused() throws IOException {
        byte[] latin = {'#', ' ', (byte) 0xFC, '\n'};
        Files.write(folder.resolve("AGENTS.md"), latin);
        assertThat(of(write(Client.JULES), "AGENTS.md").change()).isEqualTo(Change.REFUSED);
        assertThat(folder.resolve("AGENTS.md")).hasBinaryContent(latin);
    }
}
