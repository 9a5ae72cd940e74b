package dev.holdfast.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop amid calls: what was taken is answered, what comes later is told to go elsewhere. */
final class DrainTest {

    private static final int WRITERS = 8;

    @TempDir
    private Path folder;

    @Test
    void stop_amidWrites_answersAllThatItTook() throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch writing = new CountDownLatch(WRITERS * 3);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (HttpWorld world = new HttpWorld(folder)) {
            String session = world.open(HttpWorld.TOKEN);
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> {
                    for (int n = 0; ; n++) {
                        String path = "project/drain/w" + writer + "n" + n;
                        HttpResponse<String> answer;
                        try {
                            answer = world.send(world.post(HttpWorld.TOKEN, session, set(path)));
                        } catch (java.io.UncheckedIOException e) {
                            return; // The port is closed.
                        }
                        if (answer.statusCode() == 503) {
                            refused.incrementAndGet();
                            assertThat(answer.headers().firstValue("Retry-After"))
                                    .isPresent();
                            return;
                        }
                        JsonNode result = HttpWorld.message(answer).path("result");
                        assertThat(result.at("/structuredContent/version").asInt())
                                .as("status %s, %s", answer.statusCode(), result.at("/_meta/holdfast~1error"))
                                .isEqualTo(1);
                        acknowledged.add(path);
                        writing.countDown();
                    }
                }));
            }
            writing.await();
            assertThat(world.listener.stop()).isTrue();
            for (Future<?> writer : writers) {
                writer.get();
            }
            for (String path : acknowledged) {
                assertThat(world.tools.call("get_secret", "keyPath", path).refused())
                        .isFalse();
            }
            assertThat(world.audit().verify().holds()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String set(String path) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"set_secret\",\"arguments\":{"
                + "\"keyPath\":\"" + path + "\",\"value\":\"abc123\",\"description\":\"A key for the drain test\"}}}";
    }
}
