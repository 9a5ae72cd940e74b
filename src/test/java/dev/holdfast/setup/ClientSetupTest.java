package dev.holdfast.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.setup.ClientSetup.Change;
import dev.holdfast.setup.ClientSetup.Result;
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

class ClientSetupTest {

    private static final String LAUNCHER = "/opt/hold fast/bin/holdfast";

    @TempDir
    private Path folder;

    private ClientSetup setup(Client client) throws IOException {
        return new ClientSetup(client, LAUNCHER, folder, false);
    }

    private List<Result> write(Client client) throws IOException {
        return setup(client).write();
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
        "CURSOR, .cursor/mcp.json|.cursor/hooks.json|AGENTS.md",
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
    @EnumSource(value = Client.class, names = "GIT", mode = EnumSource.Mode.EXCLUDE)
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

    @ParameterizedTest
    @EnumSource(value = Client.class, names = "GIT", mode = EnumSource.Mode.EXCLUDE)
    void undo_ofWhatWasWritten_leavesNothing(Client client) throws IOException {
        write(client);
        assertThat(setup(client).undo())
                .allSatisfy(result -> assertThat(result.change()).isEqualTo(Change.DELETED));
        assertThat(setup(client).undo())
                .allSatisfy(result -> assertThat(result.change()).isEqualTo(Change.UNCHANGED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".mcp.json | {\"mcpServers\": {\"other\": {\"command\": \"x\"}}, \"kept\": 1.50}",
                ".mcp.json | {\"kept\":[1,  2],\"z\":\"a\"}",
                ".claude/settings.local.json | {\"hooks\": {\"PreToolUse\": [{\"matcher\": \"Bash\", \"hooks\": []}]}}",
                ".claude/settings.local.json | {\"hooks\":{\"Stop\":[]},\"enabledMcpjsonServers\":[\"a\"]}",
                ".claude/settings.local.json | {\"permissions\": {\"allow\": [\"Bash(ls)\"]}}",
                "CLAUDE.md | # Ours"
            })
    void undo_besideOthers_givesBackWhatWasThere(String file, String text) throws IOException {
        for (String one : List.of(text, text + "\n", text.replace("{", "{\n\t").replace("}", "\n}") + "\n")) {
            put(file, one);
            assertThat(of(write(Client.CLAUDE_CODE), file).change()).isEqualTo(Change.CHANGED);
            assertThat(of(write(Client.CLAUDE_CODE), file).change()).isEqualTo(Change.UNCHANGED);
            assertThat(of(setup(Client.CLAUDE_CODE).undo(), file).change()).isEqualTo(Change.CHANGED);
            assertThat(get(file)).isIn(one, one + "\n");
        }
    }

    @Test
    void undo_ofAnotherServersEntry_leavesIt() throws IOException {
        String text = "{\"mcpServers\": {\"meta\": {\"command\": \"npx\"}}}";
        put(".mcp.json", text);
        assertThat(of(setup(Client.CLAUDE_CODE).undo(), ".mcp.json").change()).isEqualTo(Change.UNCHANGED);
        assertThat(get(".mcp.json")).isEqualTo(text);
    }

    @Test
    void hooks_overAnOlderHoldfast_areRenewedAndKeepWhatWasAskedFor() throws IOException {
        new ClientSetup(Client.CLAUDE_CODE, "/old/bin/holdfast", folder, true).write();
        assertThat(get(".claude/settings.local.json")).contains("|Read|").contains("--block-reads || exit 2");
        write(Client.CLAUDE_CODE);
        assertThat(get(".claude/settings.local.json"))
                .contains("'" + LAUNCHER + "' guard --client claude-code --block-reads || exit 2")
                .doesNotContain("/old/");
    }

    @Test
    void hooks_ofCursor_failClosed() throws IOException {
        put(".cursor/hooks.json", "{\"hooks\": {\"stop\": [{\"command\": \"x\"}]}}");
        write(Client.CURSOR);
        assertThat(get(".cursor/hooks.json"))
                .contains("\"version\": 1")
                .contains("\"stop\": [{\"command\": \"x\"}]")
                .contains("\"preToolUse\"", "\"beforeShellExecution\"")
                .contains("\"failClosed\": true");
    }

    @Test
    void git_hook_isPutFirstAndTakenOut() throws Exception {
        assertThat(new ProcessBuilder("git", "init", "--quiet", folder.toString())
                        .start()
                        .waitFor())
                .isZero();
        Path hook = folder.resolve(".git/hooks/pre-commit");
        try (Stream<Path> samples = Files.list(hook.getParent())) {
            for (Path sample : samples.toList()) {
                Files.delete(sample);
            }
        }
        Files.delete(hook.getParent());
        assertThat(setup(Client.GIT).snippets()).containsOnlyKeys("pre-commit");
        assertThat(hook.getParent()).as("looking makes nothing").doesNotExist();
        assertThat(write(Client.GIT)).extracting(Result::change).containsExactly(Change.MADE);
        assertThat(hook).isExecutable().content().startsWith("#!/bin/sh\n# holdfast:begin\n'" + LAUNCHER + "' guard");
        assertThat(write(Client.GIT)).extracting(Result::change).containsExactly(Change.UNCHANGED);
        assertThat(setup(Client.GIT).undo()).extracting(Result::change).containsExactly(Change.DELETED);
        assertThat(hook).doesNotExist();
        String own = "#!/usr/bin/env bash\nset -e\nlint\n";
        Files.writeString(hook, own);
        assertThat(write(Client.GIT)).extracting(Result::change).containsExactly(Change.CHANGED);
        assertThat(hook)
                .content()
                .startsWith("#!/usr/bin/env bash\n# holdfast:begin\n")
                .endsWith("set -e\nlint\n");
        setup(Client.GIT).undo();
        assertThat(hook).hasContent(own);
        Files.writeString(hook, "#!/usr/bin/env python3\n");
        assertThat(write(Client.GIT)).extracting(Result::change).containsExactly(Change.REFUSED);
    }

    @Test
    void git_outsideOfARepository_isRefused() {
        assertThatThrownBy(() -> setup(Client.GIT)).isInstanceOf(IOException.class);
    }
}
