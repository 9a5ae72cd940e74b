package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Proof;
import dev.holdfast.access.Reason;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocsTest {

    private static final Pattern VARIABLE = Pattern.compile("HOLDFAST_[A-Z][A-Z_]*[A-Z]");
    private static final Pattern VERSION = Pattern.compile("at version (\\d+)");
    private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_ofAPage_leadSomewhere(Page page) throws IOException {
        for (String link : page.links()) {
            URI uri = URI.create(link);
            if (uri.getScheme() != null) {
                continue;
            }
            Path target = uri.getPath().isEmpty() ? page.file() : page.file().resolveSibling(uri.getPath());
            assertThat(target).as("%s links to %s", page, link).exists();
            if (uri.getFragment() != null) {
                Page other = new Page(target, Files.readString(target));
                assertThat(other.anchors()).as("%s links to %s", page, link).contains(uri.getFragment());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void text_ofAPage_namesNoMachineNoMailAndNoRegistry(Page page) {
        assertThat(page.text())
                .doesNotContainPattern("/(home|Users|root|tmp|work)/")
                .doesNotContainPattern("[\\w.]+@[\\w-]+\\.(com|org|net|dev)")
                .doesNotContainPattern("registry\\.npmjs|repo1?\\.maven|pypi\\.org|crates\\.io|docker\\.io");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void variables_ofAPage_areAllInTheTable(Page page) {
        assertThat(tableOfVariables()).as(page.name()).containsAll(names(page.text()));
    }

    @Test
    void variables_ofTheTable_areThoseOfTheProgram() throws IOException {
        Set<String> used = new TreeSet<>(names(Files.readString(Proof.project().resolve("bin/holdfast"))));
        try (Stream<Path> sources = Files.walk(Proof.project().resolve("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                used.addAll(names(Files.readString(source)));
            }
        }
        assertThat(tableOfVariables()).isEqualTo(used);
    }

    private static Set<String> tableOfVariables() {
        Set<String> variables = new TreeSet<>();
        Page.rows(Page.of("docs/configuration.md").section("Environment variables"))
                .forEach(row -> variables.add(row.get(0).replace("`", "")));
        return variables;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = VARIABLE.matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    @Test
    void example_ofTheConfiguration_isRead(@TempDir Path home) throws IOException {
        String yaml = Page.of("docs/configuration.md").blocks().stream()
                .filter(block -> block.words().contains("yaml"))
                .findFirst()
                .orElseThrow()
                .content();
        Files.writeString(home.resolve(Config.FILE), yaml);
        Config config = ConfigReader.read(home);
        assertThat(config.agents()).hasSize(2);
        assertThat(config.readableVariables()).containsExactly("GITHUB_TOKEN");
    }

    @Test
    void actions_ofTheConfiguration_areThoseOfTheProgram() {
        List<String> shown = Page.rows(Page.of("docs/configuration.md").section("agents")).stream()
                .map(row -> row.get(0).replace("`", ""))
                .toList();
        assertThat(shown)
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("name", "environment", "allow", "deny"),
                                Stream.of(Action.values()).map(Action::word))
                        .toList());
    }

    /** The page is run against a real server elsewhere, which not everybody who adds a migration has. */
    @Test
    void version_ofTheTables_isThatOfTheLastMigration() throws IOException {
        try (Stream<Path> migrations = Files.list(Proof.project().resolve("src/main/resources/db/postgresql"))) {
            int last = migrations
                    .map(file -> MIGRATION.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElseThrow();
            Matcher shown = VERSION.matcher(Page.of("docs/operations.md").text());
            assertThat(shown.results().map(each -> Integer.valueOf(each.group(1))))
                    .hasSize(2)
                    .containsOnly(last);
        }
    }

    @Test
    void codes_ofTheTools_areThoseOfTheProgram() {
        assertThat(Page.rows(Page.of("docs/tools.md").section("Refusals")).stream()
                        .map(row -> row.get(0).replace("`", "")))
                .containsExactlyInAnyOrder(
                        Stream.of(Reason.values()).map(Reason::name).toArray(String[]::new));
    }

    @Test
    void genericWords_ofThePage_areThoseOfTheProgram() {
        String words = Page.of("docs/descriptions.md").blocks().get(0).content();
        assertThat(Set.of(words.strip().split("\\s+"))).isEqualTo(Description.GENERIC_WORDS);
    }

    @Test
    void placeholders_ofThePage_areAllRefused() {
        for (List<String> row : Page.rows(Page.of("docs/descriptions.md").section("Placeholders"))) {
            Matcher example = CODE.matcher(row.get(1));
            while (example.find()) {
                String text = example.group(1);
                assertThatThrownBy(() -> SecretValue.of(text)).as(text).isInstanceOf(InvalidInput.class);
            }
        }
    }

    @Test
    void values_ofThePage_areAllTaken() {
        String sentence = Page.of("docs/descriptions.md")
                .section("Placeholders")
                .lines()
                .filter(line -> line.startsWith("In doubt"))
                .findFirst()
                .orElseThrow();
        Matcher example = CODE.matcher(sentence);
        int count = 0;
        for (; example.find(); count++) {
            SecretValue.of(example.group(1)).close();
        }
        assertThat(count).isGreaterThan(3);
    }

    @Test
    void entry_ofTheReadme_isTheOneToBeCopied() throws IOException {
        String shown = Page.of("README.md").blocks().stream()
                .filter(block -> block.words().contains("json"))
                .findFirst()
                .orElseThrow()
                .content();
        assertThat(Files.readString(Proof.project().resolve("mcp-config/claude-code.mcp.json")))
                .isEqualTo(shown);
    }

    @Test
    void columns_ofTheFileFormat_areThoseOfTheProgram() throws IOException {
        String format = Page.of("docs/file-format.md").text();
        Pattern table = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+) \\((.*?)\\n\\s*\\)", Pattern.DOTALL);
        Pattern column =
                Pattern.compile("(?m)^\\s*\"?([a-z_]+)\"?\\s+(?i:text|integer|blob|bigint|bytea|date|timestamptz)\\b");
        int tables = 0;
        for (String source : sourcesAndSchemas()) {
            Matcher made = table.matcher(source);
            for (; made.find(); tables++) {
                assertThat(format).contains("`" + made.group(1) + "`");
                Matcher named = column.matcher(made.group(2));
                assertThat(named.find()).as(made.group(1)).isTrue();
                do {
                    assertThat(format).as(made.group(1)).contains("`" + named.group(1) + "`");
                } while (named.find());
            }
        }
        assertThat(tables).isGreaterThan(14);
    }

    private static List<String> sourcesAndSchemas() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("src/main/java", "src/main/resources/db")) {
            try (Stream<Path> files = Files.walk(Proof.project().resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }

    /** What a secret in KV v2 says of itself is on the page, and nothing else is. */
    @Test
    void fields_ofTheFileFormat_areThoseOfTheProgram() throws IOException {
        String written =
                Files.readString(Proof.project().resolve("src/main/java/dev/holdfast/store/vault/FactsJson.java"));
        Set<String> used = new TreeSet<>();
        Matcher field =
                Pattern.compile("put(?:Object|Array)?\\((?:json, )?\"(\\w+)\"").matcher(written);
        while (field.find()) {
            used.add(field.group(1));
        }
        String section = Page.of("docs/file-format.md").section("Secrets in Vault or OpenBao");
        Set<String> shown = new TreeSet<>();
        Page.rows(section).forEach(row -> {
            Matcher name = CODE.matcher(row.get(0));
            while (name.find()) {
                shown.add(name.group(1));
            }
        });
        assertThat(used).containsAll(shown);
        used.forEach(name -> assertThat(section).contains("`" + name + "`"));
    }

    @Test
    void labels_ofTheFileFormat_areThoseOfTheProgram() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Proof.project().resolve("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher label =
                        Pattern.compile("derive(?:Own)?\\(\"([^\"]+)\"\\)").matcher(Files.readString(source));
                while (label.find()) {
                    used.add(label.group(1));
                }
            }
        }
        Set<String> shown = new TreeSet<>();
        Page.rows(Page.of("docs/file-format.md").section("Keys"))
                .forEach(row -> shown.add(row.get(0).replace("`", "")));
        assertThat(shown).isEqualTo(used);
    }
}
