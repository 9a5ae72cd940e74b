package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many calls at once: each is answered once, in whatever order, and none with another's answer. */
class BurstsIT {

    private static final int BURST = 32;
    private static final int IN_FLIGHT = 64;

    @TempDir
    private Path folder;

    private McpClient client;

    @BeforeEach
    void start() {
        client = McpClient.start(new Holdfast(folder.resolve("home"), folder).launcher("mcp"));
        client.initialize();
        for (int i = 0; i < 4; i++) {
            Map<String, String> arguments =
                    Map.of("keyPath", path(i), "value", value(i), "description", "A value of the bursts");
            assertThat(client.call("set_secret", arguments).code()).isEmpty();
        }
    }

    @AfterEach
    void end() {
        client.close();
    }

    private static String path(int number) {
        return "project/proof/burst_" + number % 4;
    }

    private static String value(int number) {
        return "value-of-the-secret-" + number % 4;
    }

    /** One of six kinds of request, with what must come back. */
    private CompletableFuture<?> send(int number) {
        return switch (number % 6) {
            case 0, 1, 2 ->
                client.send("get_secret", Map.of("keyPath", path(number)))
                        .thenAccept(reply -> assertThat(
                                        reply.structured().path("value").asText())
                                .isEqualTo(value(number)));
            case 3 ->
                client.send("get_secret", Map.of("keyPath", "project/proof/missing_" + number))
                        .thenAccept(reply -> assertThat(reply.code()).isEqualTo("NOT_FOUND"));
            case 4 ->
                client.send("list_secrets", Map.of())
                        .thenAccept(reply ->
                                assertThat(reply.structured().path("secrets")).hasSize(4));
            default ->
                client.send(
                                "set_secret",
                                Map.of("keyPath", path(number), "value", value(number), "expectedVersion", 1_000_000))
                        .thenAccept(reply -> assertThat(reply.code()).isEqualTo("VERSION_CONFLICT"));
        };
    }

    private static void await(CompletableFuture<?> answer) throws Exception {
        answer.get(120, TimeUnit.SECONDS);
    }

    @Test
    void bursts_of32Calls_areAnsweredEachOnce() throws Exception {
        int bursts = Proof.scaled(5, 200);
        int answers = 0;
        for (int burst = 0; burst < bursts; burst++) {
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                sent.add(send(burst + i));
            }
            for (CompletableFuture<?> answer : sent) {
                await(answer);
                answers++;
            }
        }
        assertThat(client.end()).isZero();
        assertThat(client.others()).isEmpty();
        Proof.line("bursts of " + BURST, bursts + " bursts, " + answers + " of " + bursts * BURST + " answered");
    }

    @Test
    void calls_64InFlight_areAnsweredEachOnce() throws Exception {
        int seconds = Proof.scaled(3, 60);
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicInteger answered = new AtomicInteger();
        List<CompletableFuture<?>> failed = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int sent = 0;
        while (System.nanoTime() < end) {
            assertThat(free.tryAcquire(120, TimeUnit.SECONDS))
                    .as("an answer came")
                    .isTrue();
            failed.removeIf(call -> call.isDone() && !call.isCompletedExceptionally());
            failed.add(send(sent++).whenComplete((reply, thrown) -> {
                answered.incrementAndGet();
                free.release();
            }));
        }
        for (CompletableFuture<?> call : failed) {
            await(call);
        }
        assertThat(client.end()).isZero();
        assertThat(answered).hasValue(sent);
        assertThat(client.others()).isEmpty();
        Proof.line(
                IN_FLIGHT + " in flight for " + seconds + " s",
                answered + " of " + sent + " answered, " + sent / seconds + " a second");
    }
}
