package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.Unauthenticated.Why;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.KeyPath;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenVerifierTest {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe");
    private static final KeyPath OTHER = KeyPath.parse("project/consilio/other");

    private final Keys keys = new Keys();

    private void refused(String token, Why why) {
        assertThatThrownBy(() -> keys.verifier.caller(token))
                .isInstanceOfSatisfying(
                        Unauthenticated.class, e -> assertThat(e.why()).isEqualTo(why))
                .hasMessageNotContaining(token)
                .hasNoCause();
    }

    @Test
    void caller_agentsToken_isThatAgentWithItsRules() throws Exception {
        Caller caller = keys.verifier.caller(keys.token());
        assertThat(caller).isInstanceOf(Caller.OfAgent.class);
        assertThat(((Caller.OfAgent) caller).agent()).isEqualTo(keys.agents.get("jules"));
        assertThat(caller.authority().permits(Action.READ, STRIPE)).isTrue();
        assertThat(caller.authority().permits(Action.STORE, STRIPE)).isFalse();
    }

    @Test
    void caller_rulesChanged_hasThoseOfThisMoment() throws Exception {
        String token = keys.token();
        assertThat(keys.verifier.caller(token).authority().permits(Action.READ, STRIPE))
                .isTrue();
        keys.agents.put("jules", Keys.agent("jules", Environment.DEVELOPMENT, "meta/**"));
        assertThat(keys.verifier.caller(token).authority().permits(Action.READ, STRIPE))
                .isFalse();
    }

    @Test
    void caller_permissionsInTheToken_canOnlyNarrow() throws Exception {
        String narrow = keys.token("1", List.of("project/consilio/stripe", "meta/cloudflare/api_token"));
        Caller caller = keys.verifier.caller(narrow);
        assertThat(caller.authority().permits(Action.READ, STRIPE)).isTrue();
        assertThat(caller.authority().permits(Action.READ, OTHER)).isFalse();
        assertThat(caller.authority().permits(Action.READ, KeyPath.parse("meta/cloudflare/api_token")))
                .isFalse();
    }

    @Test
    void caller_personsToken_hasTheirRolesTogether() throws Exception {
        Caller viewer = keys.verifier.caller(keys.person(Role.VIEWER));
        assertThat(viewer).isInstanceOf(Caller.OfPerson.class);
        assertThat(viewer.name()).isEqualTo("ada");
        assertThat(viewer.authority().permits(Action.LIST, STRIPE)).isTrue();
        assertThat(viewer.authority().permits(Action.READ, STRIPE)).isFalse();
        assertThat(viewer.authority().permitsSomewhere(Action.ADMIN)).isFalse();
        Caller both = keys.verifier.caller(keys.person(Role.APPROVER, Role.OPERATOR));
        assertThat(both.authority().permits(Action.APPROVE, STRIPE)).isTrue();
        assertThat(both.authority().permits(Action.READ, STRIPE)).isTrue();
        assertThat(both.authority().permits(Action.ADMIN, STRIPE)).isFalse();
    }

    @Test
    void caller_takenBack_isRefusedAlthoughItWasSeenBefore() throws Exception {
        String token = keys.token("7", List.of());
        assertThat(keys.verifier.caller(token).name()).isEqualTo("jules");
        keys.revoked.add("7");
        refused(token, Why.REVOKED);
    }

    @Test
    void caller_holderNotActive_isRefusedWithEveryTokenOfIts() throws Exception {
        String token = keys.token();
        keys.verifier.caller(token);
        keys.inactive.add("jules");
        refused(token, Why.REVOKED);
        refused(keys.token("another", List.of()), Why.REVOKED);
        keys.inactive.clear();
        assertThat(keys.verifier.caller(token).name()).isEqualTo("jules");
    }

    @Test
    void caller_endedSinceItWasSeen_isRefused() throws Exception {
        String token = keys.token();
        assertThat(keys.verifier.caller(token).name()).isEqualTo("jules");
        keys.clock.advance(Duration.ofHours(1).plusSeconds(31));
        refused(token, Why.NOT_VALID_NOW);
        refused(keys.token().substring(1), Why.NOT_ACCEPTED);
    }

    @Test
    void caller_endedOrNotBegun_isRefused() {
        String token = keys.token();
        keys.clock.advance(Duration.ofHours(2));
        refused(token, Why.NOT_VALID_NOW);
        String later = keys.token();
        keys.clock.advance(Duration.ofHours(-1));
        refused(later, Why.NOT_VALID_NOW);
    }

    @Test
    void caller_holderGoneOrOfAnotherEnvironment_isRefused() {
        String token = keys.token();
        keys.agents.put("jules", Keys.agent("jules", Environment.PRODUCTION, "project/**"));
        refused(token, Why.NOT_ACCEPTED);
        keys.agents.clear();
        refused(token, Why.UNKNOWN_HOLDER);
    }

    @Test
    void caller_standingNotKnown_isRefused() {
        TokenVerifier blind = new TokenVerifier(
                Signatures.of(List.of(Keys.OURS), List.of(), keys.clock),
                () -> {
                    throw new Unauthenticated(Why.NOT_KNOWN_NOW);
                },
                keys.clock);
        assertThatThrownBy(() -> blind.caller(keys.token()))
                .isInstanceOfSatisfying(
                        Unauthenticated.class, e -> assertThat(e.why()).isEqualTo(Why.NOT_KNOWN_NOW));
    }

    @Test
    void caller_keyBeforeThePresentOne_stillCounts() throws Exception {
        TokenVerifier both = new TokenVerifier(
                Signatures.of(List.of(Keys.OTHERS, Keys.OURS), List.of(), keys.clock), keys, keys.clock);
        assertThat(both.caller(keys.token()).name()).isEqualTo("jules");
    }
}
