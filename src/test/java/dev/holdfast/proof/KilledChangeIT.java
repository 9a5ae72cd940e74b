package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer;
import dev.holdfast.app.StepMain;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed after it has changed a secret, before it could say so, leaves no old value in another's cache. */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
final class KilledChangeIT {

    private static final String PATH = "project/proof/one";
    private static final String READ = "/keys/get?path=" + PATH;
    private static final Duration LATEST = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private StepProgram program;

    @BeforeEach
    void make() {
        program = StepProgram.make(folder);
    }

    @Test
    void change_inOneDatabase_whoseProcessIsKilled_isSeenByAServerThatKeptTheOldValue() throws Exception {
        Holdfast holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        try (RestServer server = RestServer.on(holdfast.home())) {
            long millis = killed(server, holdfast, "store.put");
            Proof.line("cache-killed", told("SQLite", millis));
        }
    }

    @Test
    void change_inTwoServers_whoseProcessIsKilled_isSeenByAServerThatKeptTheOldValue() throws Exception {
        try (ServersWorld world = ServersWorld.make(Files.createDirectories(folder.resolve("servers")))) {
            String configuration = Files.readString(world.home("holdfast.yaml"));
            try (RestServer server =
                    RestServer.on(world.holdfast().home(), configuration, Clock.systemUTC(), Map.of())) {
                long millis = killed(server, world.holdfast(), "change.ending");
                Proof.line("cache-killed-servers", told("OpenBao and PostgreSQL", millis));
            }
        }
    }

    private static String told(String where, long millis) {
        return where
                + ": a process was killed between its change and the word that it was made; a server that kept the old"
                + " value gave the new one after " + millis + " ms, and the old one never again";
    }

    private long killed(RestServer server, Holdfast holdfast, String step) {
        server.store(PATH, "value-01");
        String token = server.service("jules-mcp", "production", PATH);
        server.get(READ, token);
        assertThat(server.get(READ, token).body().path("cached").asBoolean()).isTrue();

        changeAndDie(holdfast, step);

        long begin = System.nanoTime();
        while (!server.get(READ, token).text("value").equals("value-02")) {
            assertThat(System.nanoTime() - begin).isLessThan(LATEST.toNanos());
        }
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        for (int i = 0; i < 100; i++) {
            assertThat(server.get(READ, token).text("value")).isEqualTo("value-02");
        }
        return millis;
    }

    private void changeAndDie(Holdfast holdfast, String step) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        try (McpClient client = McpClient.start(program.stoppingAt(holdfast, step, 1), line -> {
            if (line.equals(StepMain.REACHED + step)) {
                reached.complete(null);
            }
        })) {
            client.send(
                    "set_secret",
                    Map.of("keyPath", PATH, "value", "value-02", "description", "A key for the tests of services"));
            reached.join();
            client.kill();
        }
    }
}
