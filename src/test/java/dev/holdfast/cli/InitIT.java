package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.McpClient;
import dev.holdfast.setup.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("proof")
class InitIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Path home;
    private Path project;

    private record Ended(int exit, String output) {}

    @BeforeEach
    void makeProject() throws IOException {
        home = folder.resolve("home");
        project = Files.createDirectory(folder.resolve("project"));
        holdfast = new Holdfast(home, project);
    }

    private Ended init(String... options) throws IOException, InterruptedException {
        String[] arguments =
                Stream.concat(Stream.of("init"), Stream.of(options)).toArray(String[]::new);
        Process process = holdfast.launcher(arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void init_withoutAHome_makesItForItsOwnerAlone() throws Exception {
        Ended ended = init();
        assertThat(ended.exit()).isZero();
        assertThat(mode(home)).isEqualTo("rwx------");
        for (String file : List.of("holdfast.db", "master.key", "holdfast.yaml")) {
            assertThat(mode(home.resolve(file))).as(file).isEqualTo("rw-------");
        }
        assertThat(ended.output()).contains(Client.words()).doesNotContain("\u001b");
        assertThat(project).isEmptyDirectory();
    }

    @Test
    void init_withAHome_keepsWhatIsThere() throws Exception {
        init();
        Files.writeString(home.resolve("holdfast.yaml"), "# mine\n");
        byte[] key = Files.readAllBytes(home.resolve("master.key"));
        JsonNode again = MAPPER.readTree(init("--json").output());
        assertThat(again.findValues("made"))
                .hasSize(4)
                .allSatisfy(made -> assertThat(made.asBoolean()).isFalse());
        assertThat(home.resolve("holdfast.yaml")).hasContent("# mine\n");
        assertThat(home.resolve("master.key")).hasBinaryContent(key);
    }

    @Test
    void init_withAKeyOfTheEnvironment_makesNoKeyFile() throws Exception {
        ProcessBuilder builder = holdfast.launcher("init", "--json");
        builder.environment().put("HOLDFAST_MASTER_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        Process process = builder.start();
        JsonNode made = MAPPER.readTree(process.getInputStream());
        assertThat(process.waitFor()).isZero();
        assertThat(made.path("key").path("place").asText()).isEqualTo("HOLDFAST_MASTER_KEY");
        assertThat(home.resolve("master.key")).doesNotExist();
    }

    @Test
    void init_ofAClientWithoutWrite_printsAndWritesNothing() throws Exception {
        Ended ended = init("--client", "vscode");
        assertThat(ended.exit()).isZero();
        assertThat(ended.output())
                .contains("\"servers\"")
                .contains(Proof.project().resolve("bin/holdfast").toRealPath().toString())
                .contains("<!-- holdfast:begin -->");
        assertThat(project).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "claude-code, .mcp.json, mcpServers",
        "cursor, .cursor/mcp.json, mcpServers",
        "vscode, .vscode/mcp.json, servers",
        "gemini, .gemini/settings.json, mcpServers"
    })
    void init_withWrite_writesAnEntryThatStartsTheServer(String client, String file, String container)
            throws Exception {
        assertThat(init("--client", client, "--write").exit()).isZero();
        JsonNode entry =
                MAPPER.readTree(project.resolve(file).toFile()).path(container).path("meta");
        List<String> command =
                new java.util.ArrayList<>(List.of(entry.path("command").asText()));
        entry.path("args")
                .forEach(argument -> command.add(argument.asText().replace("${workspaceFolder}", project.toString())));
        ProcessBuilder server = new ProcessBuilder(command).directory(project.toFile());
        server.environment().put("HOLDFAST_HOME", home.toString());
        try (McpClient started = McpClient.start(server)) {
            started.initialize();
            assertThat(started.call("list_secrets", Map.of()).refused()).isFalse();
        }
    }

    @Test
    void init_withWriteTwice_reportsNothingChanged() throws Exception {
        init("--client", "claude-code", "--write");
        JsonNode again = MAPPER.readTree(
                init("--client", "claude-code", "--write", "--json").output());
        assertThat(again.path("files").findValuesAsText("change"))
                .containsExactly("unchanged", "unchanged", "unchanged");
    }

    @Test
    void init_withAFileOfComments_printsTheEntryAndExitsWithOne() throws Exception {
        Files.createDirectory(project.resolve(".vscode"));
        Files.writeString(project.resolve(".vscode/mcp.json"), "{\n  // ours\n}\n");
        Ended ended = init("--client", "vscode", "--write");
        assertThat(ended.exit()).isEqualTo(Exit.REFUSED);
        assertThat(ended.output()).contains("\"servers\"");
        assertThat(project.resolve(".vscode/mcp.json")).hasContent("{\n  // ours\n}\n");
    }

    @ParameterizedTest
    @CsvSource({"--write", "--client=emacs", "--client"})
    void init_withOptionsThatDoNotFit_isUsageAndMakesNothing(String option) throws Exception {
        assertThat(init(option).exit()).isEqualTo(Exit.USAGE);
        assertThat(home).doesNotExist();
    }
}
