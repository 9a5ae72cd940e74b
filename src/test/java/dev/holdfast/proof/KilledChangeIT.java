package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer;
import dev.holdfast.app.StepMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed after it has changed a secret, before it could say so, leaves no old value in another's cache. */
final class KilledChangeIT {

    private static final String PATH = "project/proof/one";
    private static final String READ = "/keys/get?path=" + PATH;
    private static final Duration LATEST = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void change_whoseProcessIsKilled_isSeenByAServerThatKeptTheOldValue() throws Exception {
        StepProgram program = StepProgram.make(folder);
        Holdfast holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        try (RestServer server = RestServer.on(holdfast.home())) {
            server.store(PATH, "value-01");
            String token = server.service("jules-mcp", "production", PATH);
            assertThat(server.get(READ, token).body().toString()).contains("value-01");
            assertThat(server.get(READ, token).body().path("cached").asBoolean())
                    .isTrue();

            changeAndDie(program, holdfast);

            long begin = System.nanoTime();
            while (!server.get(READ, token).text("value").equals("value-02")) {
                assertThat(System.nanoTime() - begin).isLessThan(LATEST.toNanos());
            }
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            for (int i = 0; i < 100; i++) {
                assertThat(server.get(READ, token).text("value")).isEqualTo("value-02");
            }
            Proof.line(
                    "cache-killed",
                    "a process was killed between its change and the word that it was made: a server that kept the old"
                            + " value gave the new one after " + millis + " ms, and the old one never again");
        }
    }

    private static void changeAndDie(StepProgram program, Holdfast holdfast) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        ProcessBuilder process = program.stoppingAt(holdfast, "change.ending", 1);
        try (McpClient client = McpClient.start(process, line -> {
            if (line.equals(StepMain.REACHED + "change.ending")) {
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
