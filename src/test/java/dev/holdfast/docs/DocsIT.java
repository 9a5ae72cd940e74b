package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.McpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say of tools and commands is what the program says of itself. */
class DocsIT {

    private static final Pattern OPTION = Pattern.compile("(?m)^\\s+(?:-\\w, )?(--[a-z]+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @TempDir
    private Path folder;

    private JsonNode tools() {
        Holdfast holdfast = new Holdfast(folder.resolve("home"), folder);
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            client.initialize();
            return client.request("tools/list", Map.of()).result().path("tools");
        }
    }

    private String help(String... arguments) throws Exception {
        Process process = new Holdfast(folder.resolve("home"), folder)
                .launcher(
                        Stream.concat(Stream.of(arguments), Stream.of("--help")).toArray(String[]::new))
                .redirectErrorStream(true) // With "mcp" all words for people go to standard error.
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }

    @Test
    void tools_ofThePage_haveTheArgumentsOfTheServer() {
        Page page = Page.of("docs/tools.md");
        JsonNode tools = tools();
        assertThat(tools.size()).isEqualTo(7);
        for (JsonNode tool : tools) {
            JsonNode schema = tool.path("inputSchema");
            List<String> wanted = new ArrayList<>();
            schema.path("properties").fieldNames().forEachRemaining(name -> wanted.add(cell(schema, name)));
            List<List<String>> rows = Page.rows(page.section(tool.path("name").asText()));
            assertThat(rows.stream().map(row -> row.get(0)))
                    .as(tool.path("name").asText())
                    .containsExactlyElementsOf(wanted);
            rows.forEach(row -> numbers(schema, row));
        }
    }

    private static String cell(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return "**" + name + "**";
            }
        }
        return name;
    }

    /** A range or a default that the schema tells is on the page too. */
    private static void numbers(JsonNode schema, List<String> row) {
        JsonNode property = schema.path("properties").path(row.get(0).replace("*", ""));
        String line = String.join(" ", row);
        if (property.path("maximum").asLong() > 0 && property.path("maximum").asLong() < Integer.MAX_VALUE) {
            assertThat(line)
                    .contains(property.path("minimum").asText())
                    .contains(property.path("maximum").asText());
        }
        Matcher said = Pattern.compile("[Dd]efault (\\d+)")
                .matcher(property.path("description").asText());
        if (said.find()) {
            Matcher shown = NUMBER.matcher(row.get(2));
            assertThat(shown.find()).as(row.get(0)).isTrue();
            assertThat(shown.group()).isEqualTo(said.group(1));
        }
    }

    @Test
    void results_ofThePage_nameEveryFieldOfTheServer() {
        Page page = Page.of("docs/tools.md");
        for (JsonNode tool : tools()) {
            String section = page.section(tool.path("name").asText());
            String results = section.substring(section.indexOf("Result:"));
            tool.path("outputSchema")
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(field ->
                            assertThat(results).as(tool.path("name").asText()).containsPattern("\\b" + field + "\\b"));
        }
    }

    @Test
    void readme_always_listsEveryTool() {
        List<String> shown = Page.rows(Page.of("README.md").section("The tools")).stream()
                .map(row -> row.get(0).replace("`", ""))
                .toList();
        assertThat(shown)
                .containsExactlyElementsOf(tools().findValuesAsText("name").stream()
                        .filter(shown::contains)
                        .toList());
        assertThat(shown).hasSize(7);
    }

    @Test
    void commands_ofThePage_areThoseOfTheProgram() throws Exception {
        Matcher command = Pattern.compile("(?m)^  ([a-z]+)  ").matcher(help());
        List<String> commands = new ArrayList<>();
        while (command.find()) {
            commands.add(command.group(1));
        }
        String page = Page.of("docs/commands.md").text();
        assertThat(Page.rows(page).stream()
                        .map(row -> row.get(0).replace("`", ""))
                        .filter(name -> name.matches("[a-z]+") && !name.matches("cursor|vscode|gemini|jules|git")))
                .containsExactlyInAnyOrderElementsOf(commands);
    }

    @Test
    void options_ofEveryCommand_areOnThePage() throws Exception {
        Page page = Page.of("docs/commands.md");
        Map<String, List<String>> sections = Map.of(
                "mcp", List.of("mcp"),
                "demo", List.of("demo"),
                "init", List.of("init"),
                "audit", List.of("audit", "audit verify"),
                "migrate", List.of("migrate"),
                "retention", List.of("retention"),
                "redeem", List.of("redeem"),
                "run", List.of("run"),
                "env check", List.of("env check"),
                "doctor", List.of("doctor"));
        for (Map.Entry<String, List<String>> entry : sections.entrySet()) {
            TreeSet<String> options = new TreeSet<>();
            for (String command : entry.getValue()) {
                Matcher option = OPTION.matcher(help(command.split(" ")));
                while (option.find()) {
                    options.add(option.group(1));
                }
            }
            options.removeAll(List.of("--help", "--version"));
            TreeSet<String> shown = new TreeSet<>();
            Matcher named = Pattern.compile("--[a-z]+").matcher(page.section(entry.getKey()));
            while (named.find()) {
                shown.add(named.group());
            }
            assertThat(shown).as(entry.getKey()).isEqualTo(options);
        }
    }
}
