package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.health.Finding;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The policy files of {@code mcp-config/vault}, and the check that a token has what they give. */
@RequiresService(Service.OPENBAO)
final class VaultPolicyIT {

    private final TestClock clock = new TestClock();
    private VaultWorld world;
    private String policy;

    @BeforeEach
    void open() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "", clock);
        policy = world.policy("holdfast.hcl");
        VaultSettings init = settings(policy + world.policy("holdfast-init.hcl"));
        VaultBackend.prepare(init, clock, new SecureRandom()).close();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private VaultSettings settings(String rules) {
        return world.settings(world.bao.address(), world.bao.tokenFor(rules), Map.of());
    }

    @Test
    void policy_agents_mayNotMakeOrChangeTheKeyset() {
        String path = world.mount + "/data/holdfast/keys";
        world.bao.call("DELETE", world.mount + "/metadata/holdfast/keys", null);
        StoreException refused = catchThrowableOfType(
                StoreException.class, () -> VaultBackend.prepare(settings(policy), clock, new SecureRandom()));
        assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(refused.hint()).contains("holdfast init", "holdfast-init.hcl");
        assertThat(world.bao.status("GET", path, null)).isEqualTo(404);
        VaultBackend.prepare(settings(policy + world.policy("holdfast-init.hcl")), clock, new SecureRandom())
                .close();
        assertThat(world.bao.status("GET", path, null)).isEqualTo(200);
    }

    @Test
    void policy_neitherFile_namesSysOrAWholeMount() {
        for (String file : List.of("holdfast.hcl", "holdfast-init.hcl")) {
            assertThat(world.policy(file).lines().filter(line -> line.startsWith("path")))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("sys/"))
                    .noneMatch(line -> line.matches("path \"[^\"]*/(data|metadata)/\\*\".*"));
        }
    }

    private List<Finding> check(VaultSettings settings) {
        return VaultCheck.run(settings, Clock.systemUTC());
    }

    private static List<String> wrong(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.health() != Finding.Health.OK)
                .map(Finding::what)
                .toList();
    }

    @Test
    void check_policyOfTheProject_findsNothingWrong() {
        List<Finding> findings = check(settings(policy));
        assertThat(wrong(findings)).isEmpty();
        assertThat(findings)
                .extracting(Finding::what)
                .containsExactlyInAnyOrder(
                        "Vault TLS",
                        "Vault login",
                        "Vault seal",
                        "Vault clock",
                        "Vault mount " + world.mount,
                        "Vault keyset",
                        "Vault policy");
    }

    @Test
    void check_policyThatLacksRights_namesThem() {
        String less = policy.replace("\"patch\", ", "").replaceAll("(?m)^path \"[^\"]*/destroy/meta/.*$", "");
        Finding finding = finding(check(settings(less)), "Vault policy");
        assertThat(finding.health()).isEqualTo(Finding.Health.FAIL);
        assertThat(finding.fact())
                .contains("metadata: patch", "destroy: update")
                .doesNotContain("data: read");
    }

    private static Finding finding(List<Finding> findings, String what) {
        return findings.stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void check_otherClockOtherMountOrOtherToken_areFound() {
        assertThat(wrong(VaultCheck.run(settings(policy), new TestClock()))).containsExactly("Vault clock");
        String first = OpenBao.freshName("kv1");
        world.bao.call("POST", "sys/mounts/" + first, "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
        VaultWorld wrongMount = new VaultWorld(first, "", clock);
        assertThat(wrong(check(wrongMount.settings()))).contains("Vault mount " + first, "Vault keyset");
        VaultWorld noMount = new VaultWorld("nothing-here", "", clock);
        assertThat(wrong(check(noMount.settings()))).contains("Vault mount nothing-here");
        assertThat(wrong(check(world.settings(world.bao.address(), "s.nonsense", Map.of()))))
                .containsExactly("Vault login");
    }
}
