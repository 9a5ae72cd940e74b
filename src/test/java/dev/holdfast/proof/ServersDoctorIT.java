package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast doctor} on real servers: each fault has its line with a mend, and no line has a secret. */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServersDoctorIT {

    @TempDir
    private Path folder;

    private final Set<String> sought = new LinkedHashSet<>();
    private ServersWorld world;
    private String yaml = "";
    private int faults;

    @BeforeEach
    void start() throws Exception {
        world = ServersWorld.make(folder);
        world.credentials().forEach(secret -> sought.addAll(Canary.formsOf(secret)));
        sought.addAll(Canary.formsOf(world.bao().token()));
        yaml = Files.readString(world.home("holdfast.yaml"));
        // Opened once, which makes the keyset.
        ServersDoor.of(world.holdfast()).close();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void doctor_onServersWithFaults_namesEachWithItsMend() throws Exception {
        JsonNode healthy = doctor(0);
        assertThat(healthy.findValuesAsText("status")).doesNotContain("fail");
        assertThat(healthy.findValuesAsText("what"))
                .contains("Vault login", "Vault keyset", "Vault policy", "database", "audit tables", "audit rights");
        vault();
        database();
        assertThat(doctor(0).findValuesAsText("status")).doesNotContain("fail");
        Proof.line("servers-doctor", faults + " of " + faults + " faults named with a mend, exit 0 when healthy");
    }

    private void vault() throws Exception {
        world.bao().seal();
        fault(1, "Vault login", "fail", "unseal");
        world.bao().unseal();
        Files.writeString(world.home("token"), "s.notATokenOfThisServer00");
        fault(1, "Vault login", "fail", "token");
        OpenBao root = world.bao().root();
        Files.writeString(
                world.home("token"),
                root.tokenFor("path \"" + world.mount()
                        + "/*\" { capabilities = [\"create\", \"read\", \"update\", \"list\"] }"));
        fault(1, "Vault policy", "fail", "holdfast.hcl");
        String first = OpenBao.freshName("first");
        root.call("POST", "sys/mounts/" + first, "{\"type\":\"kv\",\"options\":{\"version\":\"1\"}}");
        Files.writeString(world.home("token"), world.bao().token());
        Files.writeString(world.home("holdfast.yaml"), yaml.replace("mount: " + world.mount(), "mount: " + first));
        fault(1, "Vault mount " + first, "fail", "version 2");
        Files.writeString(world.home("holdfast.yaml"), yaml);
        Files.writeString(world.home("token"), world.credentials().get(0));
    }

    private void database() throws Exception {
        String right = Files.readString(world.home("role"));
        Files.writeString(world.home("role"), "not-the-password");
        fault(1, "database", "fail", "password");
        Files.writeString(world.home("role"), right);
        world.sql("GRANT UPDATE ON key_access_audit TO " + world.role());
        fault(0, "audit rights", "note", "audit.owner");
        world.sql("REVOKE UPDATE ON key_access_audit FROM " + world.role());
        String empty = world.postgres().superuser().freshDatabase();
        Files.writeString(world.home("holdfast.yaml"), yaml.replace("/" + world.database(), "/" + empty));
        fault(1, "audit tables", "fail", "migrate --schema");
        Files.writeString(world.home("holdfast.yaml"), yaml);
    }

    private void fault(int exit, String what, String status, String mend) throws Exception {
        JsonNode findings = doctor(exit);
        boolean found = false;
        for (JsonNode finding : findings) {
            if (finding.path("what").asText().equals(what)
                    && finding.path("status").asText().equals(status)) {
                assertThat(finding.path("mend").asText()).as(what).contains(mend);
                found = true;
            }
        }
        assertThat(found).as(what + " in " + findings).isTrue();
        faults++;
    }

    private JsonNode doctor(int exit) throws Exception {
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process = world.holdfast()
                .launcher("doctor", "--json")
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        String all = (out + Files.readString(errors)).toLowerCase(Locale.ROOT);
        assertThat(sought.stream().anyMatch(all::contains))
                .as("a secret is told")
                .isFalse();
        assertThat(code).as(out).isEqualTo(exit);
        return new ObjectMapper().readTree(out).path("findings");
    }
}
