package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.services.Interference;
import dev.holdfast.services.RedisServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one home that count in one Redis. */
@RequiresService(Service.REDIS)
@Tag("proof")
final class SharedLimitsIT {

    private static final String KEY = "service_keys.one.production";

    @TempDir
    private Path home;

    private RedisServer redis;
    private Interference network;
    private List<RestServer> servers;
    private String token;

    @BeforeEach
    void start() {
        redis = RedisServer.ready();
        network = Interference.before(redis.socket());
        servers = List.of(server(), server());
        servers.get(0).store(KEY, "abc12345");
        token = servers.get(0).service("jules-mcp", "production", KEY);
        untilRedisIs("healthy");
    }

    private RestServer server() {
        return RestServer.on(
                home,
                "redis: {url: \"redis://127.0.0.1:" + network.address().getPort() + "\", timeout: 300ms}\n",
                Clock.systemUTC(),
                Map.of("HOLDFAST_REDIS_PASSWORD", redis.password()));
    }

    @AfterEach
    void stop() {
        servers.forEach(RestServer::close);
        network.close();
        redis.close();
    }

    private void untilRedisIs(String state) {
        for (RestServer server : servers) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!server.get("/health", null)
                    .body()
                    .at("/checks/redis")
                    .asText()
                    .equals(state)) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    /** Sets a limit, and asks both servers in turn until both have refused by it; how many were answered. */
    private int answered(int limit, int inForce) {
        Answer changed = servers.get(0)
                .send(
                        "PATCH",
                        "/services/jules-mcp",
                        servers.get(0).admin(),
                        "{\"rate_limit_requests\":" + limit + ",\"rate_limit_window\":3600000}");
        assertThat(changed.status()).isEqualTo(200);
        return answered(inForce);
    }

    private int answered(int inForce) {
        int answered = 0;
        boolean[] refused = new boolean[servers.size()];
        for (int i = 0; !refused[0] || !refused[1]; i++) {
            int server = i % refused.length;
            Answer answer = servers.get(server).get("/keys/get?path=" + KEY, token);
            answered += answer.status() == 200 ? 1 : 0;
            refused[server] |=
                    answer.status() == 429 && answer.body().path("limit").asInt() == inForce;
            assertThat(i).isLessThan(20_000);
        }
        return answered;
    }

    @Test
    void limit_isOfBothTogether_andStricterWhileRedisIsLost() {
        // What was left of the limit before must not count: it is spent first.
        int first = answered(60, 60);
        int second = answered(31, 31);
        network.mode(Interference.Mode.SILENT);
        untilRedisIs("unhealthy");
        var halves = answered(15);
        int lost = answered(20, 10);
        network.mode(Interference.Mode.REFUSE);
        network.cutAll();
        int refused = answered(12, 6);
        network.mode(Interference.Mode.PASS);
        untilRedisIs("healthy");
        var unspent = answered(12);
        int back = answered(40, 40);

        assertThat(second).isEqualTo(31);
        assertThat(lost).isLessThanOrEqualTo(20);
        assertThat(refused).isLessThanOrEqualTo(12);
        assertThat(back).isEqualTo(40);
        Proof.line(
                "limits-shared",
                "2 processes: of a limit of 31 together " + second + " answered; Redis lost, of 20 " + lost
                        + " (10 each at the most), of 12 " + refused + "; Redis back, of 40 " + back + " (" + first
                        + ", " + halves + " and " + unspent + " between)");
    }
}
