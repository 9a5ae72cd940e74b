package dev.holdfast.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Tags;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ScopeTest {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");

    private static Rule rule(Set<Action> actions, String... patterns) {
        return new Rule(actions, Arrays.stream(patterns).map(KeyPattern::parse).toList());
    }

    private static Scope allowing(Environment environment, Rule... rules) {
        return new Scope(environment, List.of(rules), List.of());
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void permits_oneAllowedAction_impliesNoOther(Action allowed) {
        Scope scope = allowing(Environment.DEVELOPMENT, rule(EnumSet.of(allowed), "**"));
        for (Action action : Action.values()) {
            assertThat(scope.permits(action, STRIPE)).as(action.word()).isEqualTo(action == allowed);
            assertThat(scope.permitsSomewhere(action)).as(action.word()).isEqualTo(action == allowed);
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void permits_noRule_allowsNothing(Action action) {
        Scope scope = allowing(Environment.DEVELOPMENT);
        assertThat(scope.permits(action, STRIPE)).isFalse();
        assertThat(scope.permitsSomewhere(action)).isFalse();
    }

    /** To administer is of no path: who is denied it anywhere, or is narrowed to paths, may not. */
    @Test
    void administers_narrowedOrDenied_isFalse() {
        Rule admin = rule(Set.of(Action.ADMIN), "project/**");
        Scope scope = allowing(Environment.DEVELOPMENT, admin);
        assertThat(scope.administers()).isTrue();
        assertThat(scope.within(List.of(KeyPattern.parse("**"))).administers()).isFalse();
        assertThat(new Scope(Environment.DEVELOPMENT, List.of(admin), List.of(rule(Set.of(Action.ADMIN), "meta/**")))
                        .administers())
                .isFalse();
        assertThat(allowing(Environment.DEVELOPMENT, rule(Set.of(Action.READ), "**"))
                        .administers())
                .isFalse();
    }

    @Test
    void permits_deniedAndAllowed_denialBeatsAllowance() {
        Rule everything = rule(EnumSet.allOf(Action.class), "**");
        Rule exactly = rule(Set.of(Action.READ), "project/consilio/live_key");
        Rule live = rule(Set.of(Action.READ), "project/*/live_*");
        Scope scope = new Scope(Environment.DEVELOPMENT, List.of(everything, exactly), List.of(live));
        KeyPath path = KeyPath.parse("project/consilio/live_key");
        assertThat(scope.permits(Action.READ, path)).isFalse();
        assertThat(scope.permits(Action.LIST, path)).isTrue();
        assertThat(scope.permits(Action.READ, STRIPE)).isTrue();
    }

    /** A secret's environment is the one that its last segment names; a caller touches its own and those of none. */
    @ParameterizedTest
    @CsvSource({
        "DEVELOPMENT, service_keys.jules_api.development, true",
        "DEVELOPMENT, service_keys.jules_api.staging, false",
        "DEVELOPMENT, service_keys.jules_api.production, false",
        "STAGING, service_keys.jules_api.staging, true",
        "STAGING, service_keys.jules_api.production, false",
        "PRODUCTION, service_keys.jules_api.production, true",
        "PRODUCTION, service_keys.jules_api.development, false",
        "DEVELOPMENT, project/consilio/production, false",
        "PRODUCTION, project/consilio/production, true",
        "DEVELOPMENT, meta/production/api_token, true",
        "DEVELOPMENT, service_keys.production.jules_api, true",
        "PRODUCTION, service_keys.jules_api, true",
        "DEVELOPMENT, service_keys.jules_api.production_key, true",
    })
    void permits_secretOfAnEnvironment_onlyToItsOwnCallers(Environment caller, String path, boolean expected) {
        Scope scope = allowing(caller, rule(EnumSet.allOf(Action.class), "**"));
        assertThat(scope.permits(Action.READ, KeyPath.parse(path))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "project/consilio/stripe_api_key, true",
        "meta/cloudflare/api_token, true",
        "service_keys.jules_api.development, false",
        "external_apis.stripe, false",
    })
    void local_paths_areProjectsAndMeta(String path, boolean expected) {
        assertThat(Scope.local().permits(Action.READ, KeyPath.parse(path))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void local_actions_areAllButApproveAndAdmin(Action action) {
        boolean expected = action != Action.APPROVE && action != Action.ADMIN;
        assertThat(Scope.local().permits(action, STRIPE)).isEqualTo(expected);
        assertThat(Scope.local().environment()).isEqualTo(Environment.DEVELOPMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "store, STORE", "read, READ", "list, LIST", "rotate, ROTATE",
        "request, REQUEST", "export, EXPORT", "approve, APPROVE", "admin, ADMIN",
    })
    void word_ofEachAction_isTheContracts(String word, Action action) {
        assertThat(Action.of(word)).isEqualTo(action);
        assertThat(action.word()).isEqualTo(word);
        assertThat(Action.values()).hasSize(8);
    }

    /** What the path says counts before the tag; of two tags the stricter one. */
    @ParameterizedTest
    @CsvSource({
        "project/a/key,                     '',                                              true,  true",
        "project/a/key,                     web,                                             true,  true",
        "project/a/key,                     environment-production,                          false, true",
        "project/a/key,                     environment-development web,                     true,  false",
        "project/a/key,                     environment-development environment-production,  false, true",
        "service_keys/jules_api/production, environment-development,                         false, true",
    })
    void permits_ofATag_isOfItsEnvironment(String path, String tags, boolean development, boolean production) {
        Rule read = rule(Set.of(Action.READ), "**");
        Tags words = Tags.stored(List.of(tags.split(" ", -1)));

        assertThat(allowing(Environment.DEVELOPMENT, read).permits(Action.READ, KeyPath.parse(path), words))
                .isEqualTo(development);
        assertThat(allowing(Environment.PRODUCTION, read).permits(Action.READ, KeyPath.parse(path), words))
                .isEqualTo(production);
    }
}
