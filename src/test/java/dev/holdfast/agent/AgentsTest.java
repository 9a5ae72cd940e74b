package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.policy.Environment;
import dev.holdfast.policy.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentsTest {

    private static final Scope NOTHING = new Scope(Environment.STAGING, List.of(), List.of());
    private static final Agent SUPERVISOR = new Agent("claude-supervisor", NOTHING);
    private static final Agents NONE = new Agents(List.of());
    private static final Agents TWO = new Agents(List.of(SUPERVISOR, new Agent("jules", Scope.local())));

    @Test
    void recognise_nothingConfigured_isLocal() {
        assertThat(NONE.recognise(null)).contains(Agent.LOCAL);
        assertThat(Agent.LOCAL.name()).isEqualTo("local");
    }

    @Test
    void recognise_nothingConfiguredAndNamed_hasTheScopeOfLocal() {
        assertThat(NONE.recognise("jules")).contains(new Agent("jules", Agent.LOCAL.scope()));
    }

    @Test
    void recognise_configuredAndNamed_isThatAgent() {
        assertThat(TWO.recognise("claude-supervisor")).contains(SUPERVISOR);
    }

    /** With agents configured there is no agent for those who give no name, and none by a name that is near. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "local", "Jules", "jules ", "claude", "claude-supervisor2"})
    void recognise_configuredAndNotNamed_isNobody(String name) {
        assertThat(TWO.recognise(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", ".a", "-a", "_a", "é", "a/b"})
    void agent_noName_isRefused(String name) {
        assertThat(Agent.isName(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Agent(name, NOTHING));
        assertThat(NONE.recognise(name)).isEmpty();
    }

    @Test
    void isName_length_is64AtMost() {
        assertThat(Agent.isName("a".repeat(64))).isTrue();
        assertThat(Agent.isName("a".repeat(65))).isFalse();
    }
}
