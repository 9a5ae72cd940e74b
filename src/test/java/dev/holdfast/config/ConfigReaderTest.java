package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.agent.Agent;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {

    @TempDir
    private Path home;

    private Config read(String yaml) throws IOException {
        Files.writeString(home.resolve("holdfast.yaml"), yaml);
        return ConfigReader.read(home);
    }

    private List<String> faults(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(yaml)).faults();
    }

    @Test
    void read_noFile_isTheDefaults() {
        assertThat(ConfigReader.read(home)).isEqualTo(new Config(home, List.of(), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "{}"})
    void read_emptyFile_isTheDefaults(String yaml) throws IOException {
        assertThat(read(yaml)).isEqualTo(new Config(home, List.of(), Set.of()));
    }

    @Test
    void read_sampleOfTheContract_isMappedWhole() throws IOException {
        Config config = read("""
                agents:
                  - name: claude-supervisor
                    environment: production
                    allow:
                      - {actions: [store, read, list, rotate, request, export], paths: ["project/**", "meta/**"]}
                      - {actions: [approve, admin], paths: [service_keys.jules_api.*]}
                    deny:
                      - {actions: [read], paths: ["project/*/live_*"]}
                  - name: jules
                value_from:
                  env: [STRIPE_KEY, OTHER_KEY]
                """);
        assertThat(config.readableVariables()).containsExactlyInAnyOrder("STRIPE_KEY", "OTHER_KEY");
        assertThat(config.agents()).extracting(Agent::name).containsExactly("claude-supervisor", "jules");
        Agent supervisor = config.agents().get(0);
        assertThat(supervisor.scope().environment()).isEqualTo(Environment.PRODUCTION);
        List<Rule> allow = supervisor.scope().allow();
        assertThat(allow).hasSize(2);
        assertThat(allow.get(0).actions())
                .containsExactlyInAnyOrder(
                        Action.STORE, Action.READ, Action.LIST, Action.ROTATE, Action.REQUEST, Action.EXPORT);
        assertThat(allow.get(0).paths()).extracting(Object::toString).containsExactly("project/**", "meta/**");
        assertThat(allow.get(1).actions()).containsExactlyInAnyOrder(Action.APPROVE, Action.ADMIN);
        assertThat(allow.get(1).paths()).extracting(Object::toString).containsExactly("service_keys/jules_api/*");
        Rule deny = supervisor.scope().deny().get(0);
        assertThat(deny.actions()).containsExactly(Action.READ);
        assertThat(deny.paths()).extracting(Object::toString).containsExactly("project/*/live_*");
    }

    @Test
    void read_agentWithNameAlone_mayDoNothingInDevelopment() throws IOException {
        Agent jules = read("agents: [{name: jules}]").agents().get(0);
        assertThat(jules.scope().environment()).isEqualTo(Environment.DEVELOPMENT);
        assertThat(jules.scope().allow()).isEmpty();
        assertThat(jules.scope().deny()).isEmpty();
    }

    @Test
    void read_manyFaults_tellsEachWithItsPlace() {
        List<String> faults = faults("""
                unknown_top: sk_live_canary
                agents:
                  - name: "not a name"
                    environment: sk_live_canary
                    allow:
                      - {actions: [write], paths: [Sk_Live_Canary]}
                      - {actions: [], paths: []}
                  - name: jules
                    colour: sk_live_canary
                    deny: sk_live_canary
                  - name: jules
                value_from:
                  file: [sk_live_canary]
                """);
        assertThat(faults)
                .anyMatch(fault -> fault.startsWith("holdfast.yaml "))
                .anyMatch(fault -> fault.startsWith("agents[0].name "))
                .anyMatch(fault -> fault.startsWith("agents[0].environment "))
                .anyMatch(fault -> fault.startsWith("agents[0].allow[0].actions "))
                .anyMatch(fault -> fault.startsWith("agents[0].allow[0].paths "))
                .anyMatch(fault -> fault.startsWith("agents[0].allow[1].actions "))
                .anyMatch(fault -> fault.startsWith("agents[0].allow[1].paths "))
                .anyMatch(fault -> fault.startsWith("agents[1] "))
                .anyMatch(fault -> fault.startsWith("agents[1].deny "))
                .anyMatch(fault -> fault.startsWith("agents[2].name "))
                .anyMatch(fault -> fault.startsWith("value_from "))
                .hasSize(11)
                .noneMatch(fault -> fault.toLowerCase(Locale.ROOT).contains("canary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agents: [",
                "\tagents: []",
                "- a\n- b\n",
                "just words",
                "agents: sk_live_canary",
                "agents: [sk_live_canary]",
                "agents: [[sk_live_canary]]",
                "agents: null",
                "agents: [{name: null}]",
                "agents: [{name: jules, name: sk_live_canary}]",
                "agents: []\nagents: []",
                "value_from: sk_live_canary",
                "value_from: {env: sk_live_canary}",
                "agents: []\n--- # a second document would be passed over\nagents: [{name: jules}]",
                "agents: [{name: jules, allow: [{actions: [read]}]}]",
                "agents: [{name: jules, allow: [{paths: ['**']}]}]",
                "agents: [{name: jules, allow: [{actions: READ, paths: ['**']}]}]",
                "agents: [{name: jules, allow: [{actions: [READ], paths: ['**']}]}]",
            })
    void read_fileThatIsNoConfiguration_isRefusedWithoutEcho(String yaml) {
        assertThat(faults(yaml)).isNotEmpty().noneMatch(fault -> fault.contains("canary"));
    }

    /** These are never read, so whoever lists one is told at once. */
    @ParameterizedTest
    @ValueSource(strings = {"HOLDFAST_MASTER_KEY", "VAULT_TOKEN", "BAO_TOKEN", "AWS_SECRET_ACCESS_KEY", "", "A B", "1"})
    void read_variableThatIsNeverRead_isAFault(String name) {
        assertThat(faults("value_from: {env: ['" + name + "']}"))
                .singleElement()
                .asString()
                .startsWith("value_from.env ");
    }

    @Test
    void read_linkToNothing_isAFaultAndNoDefault() throws IOException {
        Files.createSymbolicLink(home.resolve("holdfast.yaml"), home.resolve("missing.yaml"));
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(home))
                        .faults())
                .hasSize(1);
    }

    @Test
    void read_folderInItsPlace_isAFault() throws IOException {
        Files.createDirectory(home.resolve("holdfast.yaml"));
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(home))
                        .faults())
                .hasSize(1);
    }
}
