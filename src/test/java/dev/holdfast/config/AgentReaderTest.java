package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.agent.Agent;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.KeyPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentReaderTest {

    @TempDir
    private Path folder;

    private Map<String, String> entries(String text) throws IOException {
        return AgentReader.entries(Files.writeString(folder.resolve("agents.yaml"), text));
    }

    private List<String> faults(String text) {
        try {
            entries(text);
        } catch (ConfigException e) {
            return e.faults();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return List.of();
    }

    @Test
    void entries_ofAFile_areReadBackAsTheAgentsThatTheyWere() throws IOException {
        Map<String, String> entries = entries("""
                agents:
                  - name: vera
                    environment: production
                    allow:
                      - {actions: [read], paths: ["project/**"]}
                    deny:
                      - {actions: [read], paths: ["project/*/live_*"]}
                  - name: jules
                """);
        assertThat(entries.keySet()).containsExactly("vera", "jules");
        Agent vera = AgentReader.agent(entries.get("vera"));
        assertThat(vera.name()).isEqualTo("vera");
        assertThat(vera.scope().environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(vera.scope().permits(Action.READ, KeyPath.parse("project/a/b")))
                .isTrue();
        assertThat(vera.scope().permits(Action.READ, KeyPath.parse("project/a/live_b")))
                .isFalse();
    }

    @Test
    void entries_faults_areToldWithoutWhatWasWritten() {
        assertThat(faults("agents: []")).hasSize(1);
        assertThat(faults("")).hasSize(1);
        assertThat(faults("- canary")).isNotEmpty();
        assertThat(faults("agents: [{name: canary, allow: [{actions: [canary], paths: [canary//]}]}]"))
                .hasSize(2)
                .noneMatch(fault -> fault.contains("canary"));
        assertThat(faults("agents: [{name: a}, {name: a}]")).hasSize(1);
        assertThat(faults("agents: [{name: a}]\nhttp: {}")).hasSize(1);
        assertThat(faults("agents: [{name: canary")).hasSize(1).noneMatch(fault -> fault.contains("canary"));
    }

    @Test
    void agent_whatIsNoEntry_isAFault() {
        for (String text : List.of("", "[]", "null", "{}", "{\"name\":7}", "{\"name\":\"a\",\"roles\":[]}", "{")) {
            assertThatExceptionOfType(ConfigException.class).as(text).isThrownBy(() -> AgentReader.agent(text));
        }
    }
}
