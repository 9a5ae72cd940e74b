package dev.holdfast.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: tokens, rules that change, and its end, the sudden one included. */
@Tag("proof")
final class ServeIT {

    private static final int WRITERS = 8;

    @TempDir
    private Path folder;

    /** Asks again until the answer has the status, for as long as is promised and a little more for the machine. */
    private static Duration until(int status, Served served, String token) throws IOException {
        long begun = System.nanoTime();
        while (served.post(token, null, HttpWorld.INITIALIZE).statusCode() != status) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(30)) {
                throw new AssertionError("never " + status);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void token_takenBack_isRefusedSoon() throws IOException {
        try (Served served = Served.in(folder, "")) {
            String token = served.token("--agent", "jules");
            assertThat(served.post(token, null, HttpWorld.INITIALIZE).statusCode())
                    .isEqualTo(200);
            assertThat(served.asRoot("token", "revoke", "--agent", "jules").exit())
                    .isZero();
            Duration took = until(401, served, token);
            String another = served.token("--agent", "jules");
            assertThat(served.post(another, null, HttpWorld.INITIALIZE).statusCode())
                    .isEqualTo(200);
            Proof.line(
                    "token-revoked", "refused " + took.toMillis() + " ms after the command had ended (promised: 1000)");
        }
    }

    @Test
    void rules_changed_holdWithoutARestart() throws IOException {
        try (Served served = Served.in(folder, "")) {
            String token = served.token("--agent", "jules");
            String session = served.open(token);
            assertThat(served.call(token, session, "set_secret", Served.set("project/a/b"))
                            .path("isError")
                            .asBoolean())
                    .isFalse();
            served.configure(Served.agents().replace("[store, read, list,", "[list,"));
            long begun = System.nanoTime();
            JsonNode refused;
            do {
                refused = served.call(token, session, "get_secret", "{\"keyPath\":\"project/a/b\"}");
            } while (!refused.path("isError").asBoolean() && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(30));
            assertThat(refused.at("/_meta/holdfast~1error/code").asText()).isEqualTo("ACCESS_DENIED");
            served.configure("agents: [{name: jules");
            until(401, served, token);
            served.configure(Served.agents());
            until(200, served, token);
        }
    }

    @Test
    void rules_inTheDatabase_holdWithoutARestart() throws IOException {
        try (Served served = Served.in(folder, "")) {
            Path file = folder.resolve("agents.yaml");
            Files.writeString(file, Served.agents());
            assertThat(served.asRoot("agent", "put", file.toString()).err()).startsWith("INVALID_ARGUMENT");
            String vera = "agents: [{name: vera, allow: [{actions: [%s], paths: [\"project/**\"]}]}]";
            Files.writeString(file, vera.formatted("list"));
            assertThat(served.asRoot("agent", "put", file.toString()).exit()).isZero();
            String token = served.token("--agent", "vera");
            until(200, served, token);
            String session = served.open(token);
            String set = Served.set("project/a/b");
            assertThat(served.call(token, session, "set_secret", set)
                            .at("/_meta/holdfast~1error/code")
                            .asText())
                    .isEqualTo("ACCESS_DENIED");
            Files.writeString(file, vera.formatted("list, store"));
            assertThat(served.asRoot("agent", "put", file.toString()).exit()).isZero();
            long begun = System.nanoTime();
            while (served.call(token, session, "set_secret", set)
                    .path("isError")
                    .asBoolean()) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            }
            assertThat(served.asRoot("agent", "deactivate", "vera").exit()).isZero();
            Duration ended = until(401, served, token);
            assertThat(served.asRoot("token", "issue", "--agent", "vera", "--reveal")
                            .out())
                    .isEmpty();
            assertThat(served.asRoot("agent", "list").out()).contains("vera", "not active", "holdfast.yaml");
            assertThat(served.asRoot("agent", "activate", "vera").exit()).isZero();
            until(200, served, token);
            Proof.line(
                    "token-deactivated",
                    "refused " + ended.toMillis() + " ms after the command had ended (promised: 1000)");
        }
    }

    @Test
    void token_ofAnAgent_makesAProcessThatAgent() throws IOException {
        try (Served served = Served.in(folder, "")) {
            String token = served.token("--agent", "jules");
            ProcessBuilder mcp = served.holdfast().java(List.of(), "mcp");
            mcp.environment().put("HOLDFAST_TOKEN", token);
            String list =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"list_secrets\","
                            + "\"arguments\":{}}}\n";
            assertThat(Finished.run(mcp, list.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                            .out())
                    .contains("\"isError\":false");
            mcp.environment().put("HOLDFAST_TOKEN", token + "A");
            assertThat(Finished.run(mcp, list.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                            .out())
                    .contains("UNAUTHENTICATED");
            assertThat(Session.audit(served.holdfast(), "--agent", "jules")).hasSize(1);
        }
    }

    @Test
    void tokenCommand_withoutTheRight_issuesNothing() throws IOException {
        try (Served served = Served.in(folder, "")) {
            ProcessBuilder jules = served.holdfast().java(List.of(), "token", "issue", "--agent", "jules", "--reveal");
            jules.environment().put("HOLDFAST_AGENT", "jules");
            Finished denied = Finished.run(jules);
            assertThat(denied.exit()).isEqualTo(1);
            assertThat(denied.out()).isEmpty();
            assertThat(denied.err()).startsWith("ACCESS_DENIED");
            assertThat(served.asRoot("token", "issue", "--agent", "jules").exit())
                    .isEqualTo(1);
            assertThat(served.asRoot("token", "issue", "--agent", "nobody", "--reveal")
                            .err())
                    .startsWith("INVALID_ARGUMENT");
            Path file = folder.resolve("token");
            assertThat(served.asRoot("token", "issue", "--person", "ada", "--role", "viewer", "--out", file.toString())
                            .out())
                    .doesNotContain("eyJ");
            assertThat(Files.readString(file)).startsWith("eyJ");
            JsonNode list =
                    Session.json(served.asRoot("token", "list", "--json").out());
            assertThat(list).hasSize(1);
            assertThat(list.path(0).path("holder").asText()).isEqualTo("ada");
            assertThat(list.toString()).doesNotContain("eyJ");
        }
    }

    @Test
    void listener_byDefault_isReachedByTheLoopbackAlone() throws IOException {
        try (Served served = Served.in(folder, "")) {
            assertThat(served.address("/mcp").getHost()).isEqualTo("127.0.0.1");
            int port = served.address("/mcp").getPort();
            List<String> listening = new ArrayList<>();
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields[3].equals("0A") && fields[1].endsWith(":%04X".formatted(port))) {
                        listening.add(fields[1]);
                    }
                }
            }
            assertThat(listening)
                    .hasSize(1)
                    .allMatch(address ->
                            address.startsWith("0100007F:") || address.startsWith("0000000000000000FFFF00000100007F:"));
            Proof.line("http-loopback", "one listener, on 127.0.0.1");
        }
    }

    /** What was answered as stored is stored, and the chain holds, however the server ends. */
    private String endAmidWrites(boolean suddenly) throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        int rounds = suddenly ? Proof.scaled(1, 20) : Proof.scaled(1, 5);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (Served served = Served.in(folder, "")) {
            String token = served.token("--agent", "jules");
            for (int round = 0; round < rounds; round++) {
                String session = served.open(token);
                CountDownLatch written = new CountDownLatch(WRITERS * 2);
                List<Future<?>> writers = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    String prefix = "project/end/r" + round + "w" + i + "n";
                    writers.add(threads.submit(() -> {
                        write(served, token, session, prefix, acknowledged, written);
                        return true;
                    }));
                }
                written.await();
                if (suddenly) {
                    served.process().destroyForcibly();
                } else {
                    served.process().destroy();
                }
                assertThat(served.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                for (Future<?> writer : writers) {
                    writer.get();
                }
                served.start();
            }
            String session = served.open(token);
            for (String path : acknowledged) {
                assertThat(served.call(token, session, "get_secret", "{\"keyPath\":\"" + path + "\"}")
                                .path("isError")
                                .asBoolean())
                        .as(path)
                        .isFalse();
            }
            long done = Session.audit(served.holdfast()).stream()
                    .filter(row -> row.path("status").asText().equals("DONE"))
                    .count();
            assertThat(done).isGreaterThanOrEqualTo(acknowledged.size());
            assertThat(served.asRoot("audit", "verify").exit()).isZero();
        } finally {
            threads.shutdownNow();
        }
        return rounds + " times amid " + WRITERS + " writers: " + acknowledged.size()
                + " writes acknowledged, 0 lost, each with its rows";
    }

    private static void write(
            Served served,
            String token,
            String session,
            String prefix,
            ConcurrentLinkedQueue<String> acknowledged,
            CountDownLatch written) {
        try {
            for (int n = 0; ; n++) {
                HttpResponse<String> answer = served.post(
                        token,
                        session,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"set_secret\","
                                + "\"arguments\":" + Served.set(prefix + n) + "}}");
                if (answer.statusCode() != 200) {
                    return;
                }
                JsonNode result = HttpWorld.message(answer).path("result");
                if (result.at("/structuredContent/version").asInt() == 1) {
                    acknowledged.add(prefix + n);
                    written.countDown();
                }
            }
        } catch (IOException ended) {
            // The server is gone.
        }
    }

    @Test
    void server_killedAmidWrites_losesNothingAcknowledged() throws Exception {
        Proof.line("http-kill", "killed " + endAmidWrites(true));
    }

    @Test
    void server_stoppedAmidWrites_losesNothingAcknowledged() throws Exception {
        Proof.line("http-stop", "stopped " + endAmidWrites(false));
    }
}
