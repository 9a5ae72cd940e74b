package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four servers write into one store, one of them is killed in the midst: what was acknowledged is there. */
@Tag("proof")
class FourProcessesIT {

    private static final int PROCESSES = 4;
    private static final int IN_FLIGHT = 4;

    @TempDir
    private Path folder;

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    @Test
    void writers_oneOfThemKilled_loseNothingAcknowledged() throws Exception {
        Holdfast holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        int seconds = Proof.scaled(10, 60);
        run(holdfast, seconds);
        Map<String, Long> versions = acknowledged.stream()
                .collect(Collectors.groupingBy(one -> one.path() + one.version(), Collectors.counting()));
        assertThat(versions).as("no version was given twice").doesNotContainValue(2L);
        try (Opened opened = Opened.of(holdfast)) {
            opened.requireAllStored(acknowledged);
            assertThat(opened.audit().verify().fault()).isNull();
            assertThat(opened.openDecisions()).isEmpty();
        }
        assertThat(refusals).as("refusals by their codes").isEmpty();
        Proof.line(
                "four processes for " + seconds + " s, one killed",
                acknowledged.size() + " writes acknowledged, 0 lost, the chain holds");
    }

    private void run(Holdfast holdfast, int seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        long half = start + TimeUnit.SECONDS.toNanos(seconds) / 2;
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSES * IN_FLIGHT);
        List<McpClient> clients = new ArrayList<>();
        List<Future<Integer>> writers = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                McpClient client = McpClient.start(holdfast.launcher("mcp"));
                clients.add(client);
                for (int j = 0; j < IN_FLIGHT; j++) {
                    String own = "project/proof/writer_" + i + "_" + j;
                    boolean killed = i == 0;
                    writers.add(threads.submit(writer(client, own, killed ? half : end, killed)));
                }
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).as("writes of each").isPositive();
            }
        } finally {
            clients.forEach(McpClient::close);
            threads.shutdownNow();
        }
    }

    /** Writes until its time is over; then the first to come there kills the server, if it is the one to be killed. */
    private Callable<Integer> writer(McpClient client, String own, long until, boolean killed) {
        return () -> {
            int writes = 0;
            while (System.nanoTime() < until) {
                write(client, writes % 2 == 0 ? own : "project/proof/shared", killed);
                writes++;
            }
            if (killed) {
                // Some more are under way when it is killed; none of them was acknowledged.
                List<CompletableFuture<Reply>> last = new ArrayList<>();
                for (int i = 0; i < IN_FLIGHT; i++) {
                    last.add(client.send("set_secret", arguments(own, Values.next())));
                }
                client.kill();
            }
            return writes;
        };
    }

    private void write(McpClient client, String path, boolean mayBeKilled) {
        String value = Values.next();
        CompletableFuture<Reply> answer = client.send("set_secret", arguments(path, value));
        try {
            Reply reply = McpClient.await(answer);
            if (reply.refused()) {
                refusals.merge(reply.code(), 1, Integer::sum);
            } else {
                acknowledged.add(Acknowledged.of(path, value, reply));
            }
        } catch (IllegalStateException ended) {
            assertThat(mayBeKilled).as("only one server ends").isTrue();
        }
    }

    private static Map<String, String> arguments(String path, String value) {
        return Map.of("keyPath", path, "value", value, "description", "A value that many write");
    }
}
