package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.services.Interference;
import dev.holdfast.services.RedisServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one server changes, another that shares the cache hands out in its new form. */
@RequiresService(Service.REDIS)
@Tag("proof")
final class SharedCacheIT {

    private static final String KEY = "service_keys.one.production";
    private static final int CHANGES = 5;

    /** A second, and what a machine with much else to do takes. */
    private static final Duration LATEST = Duration.ofSeconds(5);

    @TempDir
    Path home;

    private RestServer server(RedisServer redis, Interference network) {
        return RestServer.on(
                home,
                "redis: {url: \"redis://127.0.0.1:" + network.address().getPort() + "\", timeout: 300ms}\n",
                Clock.systemUTC(),
                Map.of("HOLDFAST_REDIS_PASSWORD", redis.password()));
    }

    @Test
    void change_byOneServer_isSeenByTheOther_andTheOldValueNeverComesBack() {
        try (RedisServer redis = RedisServer.ready();
                Interference network = Interference.before(redis.socket());
                RestServer one = server(redis, network);
                RestServer two = server(redis, network)) {
            one.store(KEY, "value-00");
            String token = two.service("jules-mcp", "production", KEY);
            long slowest = 0;
            int number = 1;
            for (Interference.Mode mode : new Interference.Mode[] {
                Interference.Mode.PASS, Interference.Mode.SILENT, Interference.Mode.REFUSE, Interference.Mode.PASS
            }) {
                network.mode(mode);
                for (int i = 0; i < CHANGES; i++) {
                    String value = "value-" + number++;
                    one.store(KEY, value);
                    long begin = System.nanoTime();
                    slowest = Math.max(slowest, untilSeen(two, token, value, begin));
                    for (int again = 0; again < 20; again++) {
                        assertThat(read(two, token)).isEqualTo(value);
                        assertThat(read(one, token)).isEqualTo(value);
                    }
                }
            }
            Proof.line(
                    "cache-change",
                    (number - 1)
                            + " changes by one process, Redis lost and back among them: the other has the new value"
                            + " after " + slowest / 1_000_000 + " ms at the most, and never the old one again");
        }
    }

    /** Asked again while a server does not know the token yet, or is too busy to find out. */
    private static String read(RestServer server, String token) {
        long end = System.nanoTime() + LATEST.toNanos();
        RestServer.Answer answer = server.get("/keys/get?path=" + KEY, token);
        while (answer.status() == 401 && System.nanoTime() < end) {
            answer = server.get("/keys/get?path=" + KEY, token);
        }
        assertThat(answer.status()).isEqualTo(200);
        return answer.text("value");
    }

    private static long untilSeen(RestServer server, String token, String value, long begin) {
        while (!read(server, token).equals(value)) {
            assertThat(System.nanoTime() - begin).isLessThan(LATEST.toNanos());
        }
        return System.nanoTime() - begin;
    }
}
