package dev.holdfast.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.secret.KeyPath;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyPatternTest {

    @ParameterizedTest
    @CsvSource({
        // exactly one path
        "project/consilio/stripe_api_key, project/consilio/stripe_api_key, true",
        "project/consilio/stripe_api_key, project/consilio/stripe_api_key2, false",
        "project/consilio/stripe_api_key, project/consilio/xstripe_api_key, false",
        // * is characters within one segment, none included
        "project/*/stripe_api_key, project/consilio/stripe_api_key, true",
        "project/*/stripe_api_key, project/other/stripe_api_key, true",
        "project/consilio/*, project/consilio/stripe_api_key, true",
        "project/*, project/consilio/stripe_api_key, false",
        "*, project/consilio/stripe_api_key, false",
        "*/*/*, project/consilio/stripe_api_key, true",
        "*/*, project/consilio/stripe_api_key, false",
        "project/*/live_*, project/consilio/live_key, true",
        "project/*/live*, project/consilio/live, true",
        "project/*/live_*, project/consilio/not_live_key, false",
        "project/*/*_key, project/consilio/stripe_api_key, true",
        "project/*/*_key, project/consilio/stripe_api_keys, false",
        "project/*/*api*, project/consilio/stripe_api_key, true",
        "project/*/s*e*k*y, project/consilio/stripe_api_key, true",
        "project/*/s*e*k*z, project/consilio/stripe_api_key, false",
        "project/con*/a*a, project/consilio/a, false",
        // ** is any number of segments, none included
        "project/**, project/consilio/stripe_api_key, true",
        "project/**, meta/cloudflare/api_token, false",
        "**, meta/cloudflare/api_token, true",
        "**/stripe_api_key, project/consilio/stripe_api_key, true",
        "project/**/stripe_api_key, project/consilio/stripe_api_key, true",
        "project/consilio/**/stripe_api_key, project/consilio/stripe_api_key, true",
        "project/consilio/stripe_api_key/**, project/consilio/stripe_api_key, true",
        "project/**/consilio, project/consilio/stripe_api_key, false",
        "**/production, service_keys.jules_api.eu.west.production, true",
        "**/production, service_keys.production.eu, false",
        "**/jules_api/**, service_keys.jules_api.production, true",
        // the four service categories with dots, or with slashes
        "service_keys.jules_api.*, service_keys.jules_api.production, true",
        "service_keys.**, service_keys/jules_api/production, true",
        "service_keys/**, service_keys.jules_api.production, true",
        "service_keys.*, service_keys.jules_api.production, false",
        "service_keys.*.production, service_keys.jules_api.production, true",
        // a longer word is another word
        "project/con**, project/consilio/stripe_api_key, false",
        "project/con**/*, project/consilio/stripe_api_key, true",
    })
    void matches_patternAndPath_asTheContractSays(String pattern, String path, boolean expected) {
        assertThat(KeyPattern.parse(pattern).matches(KeyPath.parse(path))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "project/",
                "/project",
                "project//x",
                "Project/**",
                "project/[ab]/x",
                "project/a?c/x",
                "project.consilio.x",
                "service_keys.jules_api/production",
                "service_keys..production",
                "project/../x",
                "project/**\n",
                "project/é/x",
            })
    void parse_noPattern_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.parse(text));
    }

    @Test
    void parse_longerThanAPath_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.parse("a".repeat(257)));
    }

    /** Each would take hours by backtracking; nothing is timed, the test ends or it does not. */
    @ParameterizedTest
    @ValueSource(strings = {"**/", "**/*/", "**/a/", "**/**/*/", "a*a*a*a*a*/**/"})
    void matches_pathologicalPattern_ends(String part) {
        String repeated =
                IntStream.range(0, 254 / part.length()).mapToObj(i -> part).collect(Collectors.joining());
        KeyPattern pattern = KeyPattern.parse(repeated + "z");
        KeyPath path = KeyPath.parse("service_keys/" + "a".repeat(62) + "/a/a/" + "a".repeat(64));
        for (int i = 0; i < 1_000; i++) {
            assertThat(pattern.matches(path)).isFalse();
        }
    }

    @Test
    void matches_starsWithinALongSegment_ends() {
        KeyPattern pattern = KeyPattern.parse("project/*/" + "a*".repeat(120) + "z");
        KeyPath path = KeyPath.parse("project/consilio/" + "a".repeat(64));
        for (int i = 0; i < 10_000; i++) {
            assertThat(pattern.matches(path)).isFalse();
        }
    }
}
