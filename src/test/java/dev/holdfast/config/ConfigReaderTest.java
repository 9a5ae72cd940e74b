package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.agent.Agent;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.Rule;
import dev.holdfast.store.vault.VaultLogin;
import dev.holdfast.store.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        assertThat(ConfigReader.read(home)).isEqualTo(Config.defaults(home));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "{}"})
    void read_emptyFile_isTheDefaults(String yaml) throws IOException {
        assertThat(read(yaml)).isEqualTo(Config.defaults(home));
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

    @Test
    void read_servers_areMappedWhole() throws IOException {
        Config config = read("""
                store: vault
                vault:
                  address: https://vault.example.org:8200/
                  namespace: team-a
                  mount: kv
                  prefix: holdfast/prod
                  mounts: {project/consilio: team-kv}
                  ca_file: ca.pem
                  connect_timeout: 500ms
                  time_limit: 3s
                  login: {method: jwt, mount: ci, role: holdfast, jwt_file: /run/jwt}
                audit:
                  url: jdbc:postgresql://db.example.org/holdfast
                  user: writer
                  password_file: audit-password
                  owner: {user: owner, password_file: /etc/owner-password}
                  checkpoint: 10s
                  checkpoint_file: /mnt/checkpoints
                  retention: 30d
                  archive: /srv/archive
                  reads: grouped
                """);
        assertThat(config.store()).isEqualTo(Config.Store.VAULT);
        assertThat(config.vault())
                .isEqualTo(new VaultSettings(
                        URI.create("https://vault.example.org:8200"),
                        "team-a",
                        "kv",
                        "holdfast/prod",
                        Map.of("project/consilio", "team-kv"),
                        new VaultLogin.Jwt("ci", "holdfast", Path.of("/run/jwt")),
                        home.resolve("ca.pem"),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(3)));
        AuditConfig audit = config.audit();
        assertThat(audit.login()).hasToString("Login[jdbc:postgresql://db.example.org/holdfast]");
        assertThat(audit)
                .isEqualTo(new AuditConfig(
                        audit.login(),
                        audit.owner(),
                        Duration.ofSeconds(10),
                        Path.of("/mnt/checkpoints"),
                        Duration.ofDays(30),
                        Path.of("/srv/archive"),
                        true));
        assertThat(audit.owner()).isNotSameAs(audit.login());
    }

    /** A password in the address is taken, and shown nowhere. */
    @Test
    void read_addressWithLogin_isTakenApart() throws IOException {
        AuditConfig audit = read("audit: {url: 'jdbc:postgresql://db/x?user=writer&sslmode=require&password=canary'}")
                .audit();
        assertThat(audit.login()).hasToString("Login[jdbc:postgresql://db/x?sslmode=require]");
        assertThat(audit.toString()).doesNotContain("canary");
    }

    @Test
    void read_serversWithLittle_haveTheDefaults() throws IOException {
        Config config =
                read("store: vault\nvault: {address: 'http://127.0.0.1:8200', login: {token_file: /run/token}}\n"
                        + "audit: {url: 'jdbc:postgresql://db/x'}\n");
        VaultSettings vault = config.vault();
        assertThat(vault)
                .isEqualTo(new VaultSettings(
                        URI.create("http://127.0.0.1:8200"),
                        null,
                        "secret",
                        "",
                        Map.of(),
                        vault.login(),
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4)));
        assertThat(vault.login()).isInstanceOfSatisfying(VaultLogin.Token.class, token -> {
            assertThat(token.file()).isEqualTo(Path.of("/run/token"));
            assertThat(token.supplier().get()).isNull();
        });
        assertThat(config.audit().retention()).isEqualTo(Duration.ofDays(90));
        assertThat(config.audit().checkpoint()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.audit().archive()).isEqualTo(home.resolve("archive"));
        assertThat(config.audit().owner()).isSameAs(config.audit().login());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store: sk_live_canary",
                "store: vault",
                "vault: {}",
                "vault: {address: sk_live_canary}",
                "vault: {address: 'https://user:canary@vault'}",
                "vault: {address: 'ftp://vault'}",
                "vault: {address: 'https://vault', mount: '/secret'}",
                "vault: {address: 'https://vault', mount: 'a/../b'}",
                "vault: {address: 'https://vault', prefix: 'a b'}",
                "vault: {address: 'https://vault', mounts: {'project/x/': kv}}",
                "vault: {address: 'https://vault', mounts: [canary]}",
                "vault: {address: 'https://vault', time_limit: 5}",
                "vault: {address: 'https://vault', time_limit: 0s}",
                "vault: {address: 'https://vault', token: canary}",
                "vault: {address: 'https://vault', login: {method: canary}}",
                "vault: {address: 'https://vault', login: {method: approle, role_id: x}}",
                "vault: {address: 'https://vault', login: {method: approle, secret_id_file: x}}",
                "vault: {address: 'https://vault', login: {method: approle, secret_id: canary}}",
                "vault: {address: 'https://vault', login: {method: jwt, role: x}}",
                "vault: {address: 'https://vault', login: {method: kubernetes}}",
                "audit: canary",
                "audit: {url: 'jdbc:h2:mem:canary'}",
                "audit: {password: canary}",
                "audit: {retention: 1h}",
                "audit: {checkpoint: canary}",
            })
    void read_serverThatCannotBe_isRefusedWithoutEcho(String yaml) {
        assertThat(faults(yaml)).isNotEmpty().noneMatch(fault -> fault.contains("canary"));
    }

    private Config read(String yaml, Map<String, String> variables) throws IOException {
        Files.writeString(home.resolve("holdfast.yaml"), yaml);
        Map<String, String> all = new HashMap<>(variables);
        all.put("HOLDFAST_HOME", home.toString());
        return ConfigReader.read(new dev.holdfast.config.Environment(all));
    }

    @Test
    void read_ourVariables_standBeforeTheFile() throws IOException {
        String yaml = "store: embedded\nvault: {address: 'https://file', login: {token_file: /f}}\n"
                + "audit: {url: 'jdbc:postgresql://file/x'}\n";
        Config config = read(
                yaml,
                Map.of(
                        "HOLDFAST_STORE", "vault",
                        "HOLDFAST_VAULT_ADDR", "https://ours",
                        "HOLDFAST_VAULT_TOKEN", "token 1",
                        "HOLDFAST_AUDIT_URL", "jdbc:postgresql://ours/x"));
        assertThat(config.store()).isEqualTo(Config.Store.VAULT);
        assertThat(config.vault().address()).hasToString("https://ours");
        assertThat(config.audit().login()).hasToString("Login[jdbc:postgresql://ours/x]");
        assertThat(config.vault().login())
                .isInstanceOfSatisfying(
                        VaultLogin.Token.class,
                        token -> assertThat(token.supplier().get()).isEqualTo("token 1"));
    }

    @Test
    void read_variablesOfOtherClients_standBehindTheFileAndOurs() throws IOException {
        Map<String, String> variables =
                Map.of("BAO_ADDR", "https://bao", "VAULT_NAMESPACE", "theirs", "VAULT_TOKEN", "token 2");
        Config file = read("vault: {address: 'https://file', namespace: ours}", variables);
        assertThat(file.vault().address()).hasToString("https://file");
        assertThat(file.vault().namespace()).isEqualTo("ours");
        Config open = read("store: vault", variables);
        assertThat(open.vault().address()).hasToString("https://bao");
        assertThat(open.vault().namespace()).isEqualTo("theirs");
        assertThat(open.vault().login())
                .isInstanceOfSatisfying(
                        VaultLogin.Token.class,
                        token -> assertThat(token.supplier().get()).isEqualTo("token 2"));
        assertThat(read("", variables).vault()).isNull();
    }
}
