package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads that read, let time pass and clear: each gets its own path's whole value, never a wiped one. */
class KeyClientRaceTest {

    private static final int THREADS = 8;
    private static final int CALLS = Proof.scaled(300, 5_000);
    private static final List<String> PATHS =
            IntStream.range(0, 6).mapToObj(i -> "project/race/key-" + i).toList();

    @Test
    void values_underManyThreads_areWholeAndOfTheirPath() {
        FakeTiming timing = new FakeTiming();
        try (KeyStub stub = new KeyStub();
                KeyClient client = KeyClient.builder()
                        .serviceToken(KeyStub.TOKEN)
                        .keyServiceUrl(stub.url())
                        .timeout(Duration.ofMinutes(1))
                        .timing(timing)
                        .build()) {
            PATHS.forEach(path -> stub.put(path, "value of " + path));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                all.add(CompletableFuture.runAsync(() -> calls(client, timing, random), threads));
            }
            all.forEach(CompletableFuture::join);
            threads.shutdown();
            assertThat(stub.requests()).hasSizeLessThan(THREADS * CALLS / 2);
        }
    }

    private static void calls(KeyClient client, FakeTiming timing, Random random) {
        for (int i = 0; i < CALLS; i++) {
            String path = PATHS.get(random.nextInt(PATHS.size()));
            switch (random.nextInt(20)) {
                case 0 -> client.clearCache();
                case 1 -> timing.turn(Duration.ofMinutes(61));
                case 2, 3, 4 -> {
                    try (Keys keys = client.getKeys(PATHS.subList(0, 1 + random.nextInt(5)))
                            .orThrow()) {
                        keys.paths().forEach(each -> assertWhole(each, keys.get(each)));
                    }
                }
                default -> {
                    try (KeyValue value = client.getKey(path)) {
                        assertWhole(path, value);
                    }
                }
            }
        }
    }

    private static void assertWhole(String path, KeyValue value) {
        assertThat(value.reveal()).isEqualTo("value of " + path);
    }
}
