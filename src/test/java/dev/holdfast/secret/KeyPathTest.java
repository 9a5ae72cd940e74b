package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {

    private static final List<Category> CATEGORIES = List.of(Category.values());

    @ParameterizedTest
    @CsvSource({
        // written, slashed, printed, category, name, project
        "project/consilio/stripe_api_key, project/consilio/stripe_api_key, project/consilio/stripe_api_key, PROJECT,"
                + " stripe_api_key, consilio",
        "project/a/b, project/a/b, project/a/b, PROJECT, b, a",
        "project/0/9, project/0/9, project/0/9, PROJECT, 9, 0",
        "project/a-b_c/d--e__f, project/a-b_c/d--e__f, project/a-b_c/d--e__f, PROJECT, d--e__f, a-b_c",
        "meta/cloudflare/api_token, meta/cloudflare/api_token, meta/cloudflare/api_token, META, api_token,",
        "service_keys.jules_api.production, service_keys/jules_api/production, service_keys.jules_api.production,"
                + " SERVICE_KEYS, production,",
        "service_keys/jules_api/production, service_keys/jules_api/production, service_keys.jules_api.production,"
                + " SERVICE_KEYS, production,",
        "external_apis/openai, external_apis/openai, external_apis.openai, EXTERNAL_APIS, openai,",
        "database_connections.a.b.c.d, database_connections/a/b/c/d, database_connections.a.b.c.d,"
                + " DATABASE_CONNECTIONS, d,",
        "third_party_integrations.slack.bot, third_party_integrations/slack/bot, third_party_integrations.slack.bot,"
                + " THIRD_PARTY_INTEGRATIONS, bot,",
    })
    void parse_validPath_givesItsParts(
            String written, String slashed, String printed, Category category, String name, String project) {
        KeyPath path = KeyPath.parse(written);

        assertThat(path.slashed()).isEqualTo(slashed);
        assertThat(path).hasToString(printed);
        assertThat(path.category()).isEqualTo(category);
        assertThat(path.name()).isEqualTo(name);
        assertThat(path.project()).isEqualTo(project);
        assertThat(path.segments()).containsExactly(slashed.split("/"));
    }

    static Stream<List<String>> brokenRules() {
        String begins = "begins with project, meta,";
        String characters = "only the characters a-z, 0-9, _ and -";
        String ends = "begins and ends with a letter or a digit";
        String empty = "no empty segment";
        return Stream.of(
                List.of("consilio-stripe-key", begins),
                List.of("PROJECT/consilio/key", begins),
                List.of("projects/consilio/key", begins),
                List.of("рroject/consilio/key", begins),
                List.of("../../etc/passwd", begins),
                List.of("./project/consilio", begins),
                List.of("/project/consilio/key", empty),
                List.of("project/consilio/key/", empty),
                List.of("project//consilio/key", empty),
                List.of("service_keys..production", empty),
                List.of("service_keys.jules_api.", empty),
                List.of("/", empty),
                List.of(".", empty),
                List.of("project/CONSILIO/Key", "lower case"),
                List.of("project/consilio", "A project path has exactly three segments"),
                List.of("project", "A project path has exactly three segments"),
                List.of("project/consilio/stripe/key", "A project path has exactly three segments"),
                List.of("meta/cloudflare", "A meta path has exactly three segments"),
                List.of("meta/a/b/c", "A meta path has exactly three segments"),
                List.of("service_keys", "two to five segments"),
                List.of("external_apis.a.b.c.d.e", "two to five segments"),
                List.of("service_keys/jules_api.production", "never with both"),
                List.of("database_connections.orders/production", "never with both"),
                List.of("project.consilio.key", "dots are for the four service categories"),
                List.of("meta.cloudflare.token", "dots are for the four service categories"),
                List.of("project/consilio/../key", characters),
                List.of("project/../key", characters),
                List.of("project/consilio/stripe key", characters),
                List.of("project/consilio/key\u0000", characters),
                List.of("project/consilio/key\n", characters),
                List.of("project/consilio/%2e%2e", characters),
                List.of("project/consilio%2fkey/a", characters),
                List.of("project/consilio/kеy", characters),
                List.of("project/consilio/ｋｅｙ", characters),
                List.of("project/consilio/ke\u0301y", characters),
                List.of("project/consilio/k\u200Bey", characters),
                List.of("project\\consilio\\key", begins),
                List.of("project/*/key", characters),
                List.of("project/consilio/_key", ends),
                List.of("project/consilio/key-", ends),
                List.of("project/-/key", ends),
                List.of("project/consilio/" + "a".repeat(65), "64 characters at most"),
                List.of("service_keys" + ("." + "a".repeat(61)).repeat(4), "256 characters at most"));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void parse_brokenRule_namesIt(List<String> pathAndRule) {
        assertThatThrownBy(() -> KeyPath.parse(pathAndRule.get(0)))
                .isInstanceOfSatisfying(InvalidInput.class, refused -> {
                    assertThat(refused.subject()).isEqualTo(InvalidInput.Subject.KEY_PATH);
                    assertThat(refused.problem()).contains(pathAndRule.get(1));
                    assertThat(refused.getStackTrace()).isEmpty();
                });
    }

    @ParameterizedTest
    @NullAndEmptySource
    void parse_missingPath_givesTheFormat(String path) {
        assertThatThrownBy(() -> KeyPath.parse(path)).isInstanceOfSatisfying(InvalidInput.class, refused -> {
            assertThat(refused.problem()).isEqualTo("The key path is missing.");
            assertThat(refused.hint()).contains("project/{project}/{name}", "project/consilio/stripe_api_key");
        });
    }

    @Test
    void parse_longestPath_isTaken() {
        String longest = "service_keys" + ("." + "a".repeat(60)).repeat(4);

        assertThat(longest).hasSize(KeyPath.MAX_LENGTH);
        assertThat(KeyPath.parse(longest)).hasToString(longest);
        assertThat(KeyPath.parse("project/consilio/" + "a".repeat(64)).name()).hasSize(KeyPath.MAX_SEGMENT_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", "/", ".", "../", "project/", "\u0000", "é"})
    void parse_fiveMegabytes_isRefusedByItsLength(String piece) {
        String huge = piece.repeat(5_000_000 / piece.length());

        assertThatThrownBy(() -> KeyPath.parse(huge))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problem()).isEqualTo("A key path has 256 characters at most."));
    }

    @Test
    void equals_bothForms_areOnePath() {
        KeyPath dotted = KeyPath.parse("service_keys.jules_api.production");
        KeyPath slashed = KeyPath.parse("service_keys/jules_api/production");

        assertThat(dotted).isEqualTo(slashed).hasSameHashCodeAs(slashed).isEqualByComparingTo(slashed);
        assertThat(dotted).isNotEqualTo(KeyPath.parse("service_keys/jules_api/staging"));
    }

    @Test
    void compareTo_sortsBySlashedForm() {
        TreeSet<KeyPath> sorted = Stream.of(
                        "service_keys.b", "project/b/a", "meta/z/z", "project/a/b", "service_keys/a")
                .map(KeyPath::parse)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(sorted)
                .extracting(KeyPath::toString)
                .containsExactly("meta/z/z", "project/a/b", "project/b/a", "service_keys.a", "service_keys.b");
    }

    @Test
    void parse_whatToStringPrints_isTheSamePath() {
        Random random = new Random(20260101);
        for (int i = 0; i < 5_000; i++) {
            KeyPath path = KeyPath.parse(anyPath(random));

            assertThat(KeyPath.parse(path.toString())).isEqualTo(path);
            assertThat(KeyPath.parse(path.slashed())).isEqualTo(path);
        }
    }

    /** Whatever is sent: a path that prints itself, or a refusal whose suggestion is a path. */
    @Test
    void parse_randomText_isAPathOrARefusal() {
        String alphabet = "aZ09_-./ \\%\u0000é\u202E{}pm";
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String text = (random.nextBoolean() ? "project/" : "")
                    + random.ints(random.nextInt(24), 0, alphabet.length())
                            .mapToObj(at -> String.valueOf(alphabet.charAt(at)))
                            .collect(Collectors.joining());
            InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> KeyPath.parse(text));
            if (refused != null && refused.hint().contains("did you mean ")) {
                String suggested = refused.hint().replaceAll(".*did you mean (.*)\\?", "$1");
                assertThat(KeyPath.parse(suggested)).hasToString(suggested);
            }
        }
    }

    private static String anyPath(Random random) {
        Category category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
        int more = category.dotted() ? 1 + random.nextInt(4) : 2;
        String separator = category.dotted() && random.nextBoolean() ? "." : "/";
        return category.word()
                + IntStream.range(0, more)
                        .mapToObj(i -> separator + anySegment(random))
                        .collect(Collectors.joining());
    }

    private static String anySegment(Random random) {
        String ends = "abcxyz0189";
        String inside = ends + "_-";
        String middle = random.ints(random.nextInt(40), 0, inside.length())
                .mapToObj(at -> String.valueOf(inside.charAt(at)))
                .collect(Collectors.joining());
        return ends.charAt(random.nextInt(ends.length())) + middle + ends.charAt(random.nextInt(ends.length()));
    }
}
