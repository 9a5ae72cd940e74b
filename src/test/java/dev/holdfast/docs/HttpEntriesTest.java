package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entries of {@code mcp-config/http} are what their clients read, and carry no token. */
final class HttpEntriesTest {

    private static final Path FOLDER = Proof.project().resolve("mcp-config/http");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static JsonNode read(String file) throws IOException {
        return JSON.readTree(FOLDER.resolve(file).toFile());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-code.mcp.json, mcpServers, http, url, ${HOLDFAST_TOKEN}",
        "cursor.mcp.json, mcpServers, , url, ${env:HOLDFAST_TOKEN}",
        "vscode.mcp.json, servers, http, url, ${input:holdfast-token}",
        "gemini.settings.json, mcpServers, , httpUrl, ${HOLDFAST_TOKEN}",
    })
    void entry_ofAClient_namesTheServerAndWhereTheTokenIs(
            String file, String servers, String type, String url, String token) throws IOException {
        JsonNode root = read(file);
        assertThat(root.path(servers).fieldNames()).toIterable().containsExactly("meta");
        JsonNode meta = root.path(servers).path("meta");
        assertThat(meta.path("type").textValue()).isEqualTo(type);
        assertThat(meta.path(url).textValue()).isEqualTo("http://127.0.0.1:8700/mcp");
        assertThat(meta.path("headers")).isEqualTo(JSON.createObjectNode().put("Authorization", "Bearer " + token));
        assertThat(meta.size()).isEqualTo(type == null ? 2 : 3);
    }

    @Test
    void inputs_ofVsCode_areAskedForAndNotShown() throws IOException {
        JsonNode inputs = read("vscode.mcp.json").path("inputs");
        assertThat(inputs).hasSize(1);
        assertThat(inputs.path(0).path("type").textValue()).isEqualTo("promptString");
        assertThat(inputs.path(0).path("id").textValue()).isEqualTo("holdfast-token");
        assertThat(inputs.path(0).path("password").booleanValue()).isTrue();
    }

    @Test
    void files_ofTheFolder_areAllInTheReadme() throws IOException {
        Page readme = Page.of("mcp-config/README.md");
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names =
                    files.map(file -> "http/" + file.getFileName()).sorted().toList();
            assertThat(names).hasSize(4);
            assertThat(readme.links()).containsAll(names);
        }
    }
}
