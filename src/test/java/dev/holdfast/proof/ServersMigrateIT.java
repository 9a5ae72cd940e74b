package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets go from the embedded store into OpenBao and back, and each way is killed in its midst. */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServersMigrateIT {

    private static final String FOLDER = "project/move/";
    private static final int DELETED = 10;

    @TempDir
    private Path folder;

    private final int secrets = Proof.scaled(40, 300);
    private ServersWorld world;
    private Holdfast holdfast;
    private Holdfast back;

    @BeforeEach
    void start() throws Exception {
        world = ServersWorld.make(folder);
        holdfast = world.holdfast();
        back = new Holdfast(Files.createDirectories(folder.resolve("back")), holdfast.workspace());
        String yaml = Files.readString(world.home("holdfast.yaml"));
        Files.writeString(world.home("holdfast.yaml"), yaml.replace("store: vault", "store: embedded"));
        // The audit of the way back lies in its home folder.
        Files.writeString(back.home().resolve("holdfast.yaml"), yaml.substring(0, yaml.indexOf("audit:")));
        Files.copy(world.home("token"), back.home().resolve("token"));
        ServersStores.embedded(holdfast.home(), store -> {
            for (int i = 0; i < secrets + DELETED; i++) {
                ServersStores.fill(store, path(i), 1 + i % 4);
            }
            for (int i = secrets; i < secrets + DELETED; i++) {
                assertThat(store.delete(KeyPath.parse(path(i)))).isTrue();
            }
        });
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static String path(int number) {
        return String.format("%skey_%04d", FOLDER, number);
    }

    @Test
    void migrate_killedInTheMidstOfEachWay_keepsEverythingButTheDeleted() throws Exception {
        plan();
        int there = kill(holdfast, this::inVault, "embedded", "vault");
        int versions = complete(holdfast, there, "embedded", "vault");
        ServersStores.embedded(holdfast.home(), from -> ServersStores.vault(world, to -> requireSame(from, to)));
        again();
        int returned = kill(back, this::inBack, "vault", "embedded");
        complete(back, returned, "vault", "embedded");
        ServersStores.vault(world, from -> ServersStores.embedded(back.home(), to -> requireSame(from, to)));
        requireAudit();
        Proof.line(
                "servers-migrate",
                secrets + " secrets in " + versions + " versions to OpenBao and back, killed after " + there + " and "
                        + returned + ", all equal, " + DELETED + " deleted ones left behind");
    }

    private void plan() throws Exception {
        Run plan = run(holdfast, "migrate", "--from", "embedded", "--to", "vault", "--dry-run");
        assertThat(plan.code()).as(plan.errors()).isZero();
        assertThat(plan.out().lines()).hasSize(secrets + 1).last().isEqualTo(secrets + " secrets would be copied.");
        JsonNode json = json(run(holdfast, "migrate", "--from", "embedded", "--to", "vault", "--dry-run", "--json"));
        assertThat(json.path("secrets")).hasSize(secrets);
        assertThat(inVault()).isZero();
        assertThat(run(holdfast, "migrate", "--from", "vault", "--to", "vault").code())
                .isEqualTo(2);
    }

    /** Kills it once a random part was copied; how many were there then. */
    private int kill(Holdfast one, IntSupplier copied, String from, String to) throws Exception {
        int enough = ThreadLocalRandom.current().nextInt(secrets / 8, secrets / 2);
        Process process = one.launcher("migrate", "--from", from, "--to", to)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed").toFile())
                .start();
        while (process.isAlive() && copied.getAsInt() < enough) {
            Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();
        int there = copied.getAsInt();
        assertThat(there).as("killed in the midst").isBetween(enough, secrets - 1);
        return there;
    }

    private int complete(Holdfast one, int there, String from, String to) throws Exception {
        Run run = run(one, "migrate", "--from", from, "--to", to);
        assertThat(run.code()).as(run.out() + run.errors()).isZero();
        assertThat(run.out()).contains("of " + secrets + " secrets copied (");
        int copied = Integer.parseInt(run.out().substring(0, run.out().indexOf(' ')));
        // The last one before the kill may have been half there.
        assertThat(copied).isBetween(secrets - there, secrets - there + 1);
        assertThat(run.out()).contains((secrets - copied) + " were there already");
        AtomicInteger versions = new AtomicInteger();
        json(run(one, "migrate", "--from", from, "--to", to, "--json"))
                .path("copied")
                .forEach(secret -> {
                    assertThat(secret.path("written").asInt(-1)).isZero();
                    versions.addAndGet(secret.path("versions").asInt());
                });
        return versions.get();
    }

    /** What comes later goes over too; what cannot be reached is said by the exit. */
    private void again() throws Exception {
        ServersStores.embedded(holdfast.home(), store -> ServersStores.fill(store, FOLDER + "late", 2));
        JsonNode json = json(run(holdfast, "migrate", "--from", "embedded", "--to", "vault", "--json"));
        assertThat(json.path("copied")).hasSize(secrets + 1);
        assertThat(json.path("refused")).isEmpty();
        world.bao().stop();
        assertThat(run(holdfast, "migrate", "--from", "embedded", "--to", "vault")
                        .code())
                .isEqualTo(3);
        world.bao().start();
        world.bao().unseal();
        world.bao().root().call("DELETE", world.mount() + "/metadata/" + FOLDER + "late", null);
    }

    private void requireSame(SecretStore from, SecretStore to) {
        List<KeyPath> paths = new ArrayList<>();
        to.list(FOLDER, "", 500).stream().map(SecretInfo::path).forEach(paths::add);
        assertThat(paths).hasSize(secrets);
        for (KeyPath path : paths) {
            assertThat(ServersStores.facts(to, path)).isEqualTo(ServersStores.facts(from, path));
            assertThat(ServersStores.requireSameValues(from, to, path)).isPositive();
        }
        for (int i = secrets; i < secrets + DELETED; i++) {
            assertThat(to.describe(KeyPath.parse(path(i)))).isNull();
        }
    }

    private void requireAudit() throws Exception {
        for (Holdfast one : List.of(holdfast, back)) {
            Run verify = run(one, "audit", "verify");
            assertThat(verify.code()).as(verify.out() + verify.errors()).isZero();
        }
    }

    private int inVault() {
        return world.bao()
                .root()
                .call("LIST", world.mount() + "/metadata/" + FOLDER, null)
                .at("/data/keys")
                .size();
    }

    private int inBack() {
        Path database = back.home().resolve("holdfast.db");
        if (!Files.exists(database) || !Files.exists(back.home().resolve("master.key"))) {
            return 0;
        }
        AtomicInteger count = new AtomicInteger();
        try {
            ServersStores.embedded(
                    back.home(), store -> count.set(store.list(FOLDER, "", 500).size()));
        } catch (Exception e) {
            // Its tables are being made.
            return 0;
        }
        return count.get();
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.code()).as(run.errors()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private Run run(Holdfast one, String... arguments) throws Exception {
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process = one.launcher(arguments).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(errors));
    }
}
