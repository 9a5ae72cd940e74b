package dev.holdfast.policy;

import static dev.holdfast.policy.ScopeWords.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.Proof;
import dev.holdfast.policy.ScopeOracle.Answer;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variants by case, Unicode, {@code %2e}, {@code //} and {@code .} get nowhere. */
final class ScopeVariantsTest {

    private static final ScopeWords WORDS = new ScopeWords(
            "development",
            List.of(rule(
                    "read list export", "project/consilio/**", "service_keys.jules_api.**", "external_apis/stripe")),
            List.of(rule("read", "project/*/live_*", "service_keys.*.eu.**")));
    private static final Scope SCOPE = WORDS.scope();

    private static final List<String> PERMITTED = List.of(
            "project/consilio/stripe_api_key",
            "project/consilio/kiosk-pin",
            "service_keys.jules_api.development",
            "service_keys/jules_api",
            "external_apis.stripe");
    private static final List<String> DENIED = List.of(
            "project/consilio/live_key",
            "project/other/stripe_api_key",
            "project/consilio/production",
            "meta/cloudflare/api_token",
            "service_keys.jules_api.production",
            "service_keys/jules_api/eu/west",
            "external_apis.stripe.kiosk",
            "database_connections.consilio.main.replica.password");

    @Test
    void read_anyVariant_isRefusedOrDecidedAsThePathItIs() {
        int refused = 0;
        Set<String> same = new TreeSet<>();
        for (String path : PERMITTED) {
            assertThat(SCOPE.permits(Action.READ, KeyPath.parse(path))).as(path).isTrue();
            refused += check(path, same);
        }
        for (String path : DENIED) {
            assertThat(SCOPE.permits(Action.READ, KeyPath.parse(path))).as(path).isFalse();
            refused += check(path, same);
        }
        // All that is left is the other spelling of the service categories' paths.
        assertThat(same).isSubsetOf(otherSpellings());
        assertThat(otherSpellings()).isSubsetOf(same);
        assertThat(refused).isGreaterThan(5_000);
        Proof.line(
                "scope-variants",
                "%,d variants of %d paths refused, %d other spellings decided as the path itself"
                        .formatted(refused, PERMITTED.size() + DENIED.size(), same.size()));
    }

    /** How many variants of the path were refused; those that were not are added to {@code same}. */
    private static int check(String path, Set<String> same) {
        ScopeOracle oracle = new ScopeOracle(WORDS);
        KeyPath meant = KeyPath.parse(path);
        int refused = 0;
        for (String variant : PathVariants.of(path)) {
            if (ScopeOracle.canonical(variant) == null) {
                assertThatExceptionOfType(InvalidInput.class)
                        .as(escaped(variant))
                        .isThrownBy(() -> KeyPath.parse(variant))
                        .satisfies(e -> assertThat(e.subject()).isEqualTo(InvalidInput.Subject.KEY_PATH));
                refused++;
                continue;
            }
            KeyPath read = KeyPath.parse(variant);
            assertThat(read.slashed()).as(escaped(variant)).isEqualTo(ScopeOracle.canonical(variant));
            for (Action action : Action.values()) {
                assertThat(SCOPE.permits(action, read))
                        .as("%s on %s", action, escaped(variant))
                        .isEqualTo(oracle.answer(action.word(), variant) == Answer.ALLOWED);
            }
            // Some are another path, such as service_keys.jules_api.json, and have been decided as that.
            if (read.equals(meant)) {
                same.add(variant);
            }
        }
        return refused;
    }

    private static Set<String> otherSpellings() {
        Set<String> others = new TreeSet<>();
        for (List<String> paths : List.of(PERMITTED, DENIED)) {
            paths.stream()
                    .filter(path -> !path.startsWith("project") && !path.startsWith("meta"))
                    .forEach(path -> others.add(path.contains("/") ? path.replace('/', '.') : path.replace('.', '/')));
        }
        return others;
    }

    /** A rule that covers nothing because of how it is written would deny nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {"project/consilio/live_key", "service_keys.jules_api.production", "meta/cloudflare/api_token"})
    void parse_variantAsAPattern_isRefusedOrCoversWhatItSays(String path) {
        KeyPath meant = KeyPath.parse(path);
        int refused = 0;
        for (String variant : PathVariants.of(path)) {
            KeyPattern pattern = null;
            try {
                pattern = KeyPattern.parse(variant);
            } catch (IllegalArgumentException e) {
                refused++;
            }
            if (pattern != null) {
                ScopeWords words = new ScopeWords("production", List.of(rule("read", variant)), List.of());
                boolean covers = new ScopeOracle(words).answer("read", path) == Answer.ALLOWED;
                assertThat(pattern.matches(meant)).as(escaped(variant)).isEqualTo(covers);
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(c -> escaped.append(c > ' ' && c < 0x7f ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.toString();
    }
}
