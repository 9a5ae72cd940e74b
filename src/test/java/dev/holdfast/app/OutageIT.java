package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.RedisServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenBao or Redis fails in every way that a network and a server have, with a clock that the test moves. */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.REDIS, Service.POSTGRESQL})
final class OutageIT {

    private static final int KEYS = 8;
    private static final int ROUNDS = 3;
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Duration STALE = Duration.ofMinutes(10);

    /** Longer than the circuit breaker of the store stays open. */
    private static final Duration BREAKER = Duration.ofSeconds(5);

    @TempDir
    private Path home;

    private final TestClock clock = new TestClock();
    private Interference toBao;
    private RedisServer redis;
    private Interference toRedis;
    private RestServer server;
    private int asked;
    private int served;

    @BeforeEach
    void start() throws Exception {
        OpenBao bao = OpenBao.shared();
        toBao = Interference.before(bao.socket());
        redis = RedisServer.ready();
        toRedis = Interference.before(redis.socket());
        serve(home, "");
    }

    private void serve(Path home, String more) throws Exception {
        OpenBao bao = OpenBao.shared();
        Files.createDirectories(home);
        Files.writeString(home.resolve("token"), bao.token());
        Files.writeString(home.resolve("redis"), redis.password());
        String configuration = "store: vault\n"
                + "vault: {address: \"" + bao.through(toBao) + "\", mount: " + bao.freshMount()
                + ", login: {method: token, token_file: token}}\n"
                + "redis: {url: \"redis://127.0.0.1:" + toRedis.address().getPort()
                + "\", password_file: redis, timeout: 300ms}\n"
                + "services: {cache: {ttl: 1m, stale: 10m}}\n" + more;
        server = RestServer.on(home, configuration, clock, Map.of());
        for (int i = 0; i < KEYS; i++) {
            server.store(path(i), "old-value-" + i);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        toRedis.close();
        redis.close();
        toBao.close();
    }

    private static String path(int key) {
        return "service_keys.key_" + key + ".production";
    }

    private static String[] paths(int from) {
        return IntStream.range(from, KEYS).mapToObj(OutageIT::path).toArray(String[]::new);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private Answer get(int key, String token) {
        return server.get("/keys/get?path=" + path(key), token);
    }

    /** Until what other processes changed, and who may call, is known again after a leap of the clock. */
    private void leap(Duration time, String token) {
        clock.advance(time);
        until(() -> server.get("/auth/validate", token).status() == 200);
        until(() -> get(KEYS - 1, token).body().path("cached").asBoolean());
    }

    /** How many of the keys are handed out, each several times, with the newest value alone. */
    private int ask(int from, String token) {
        int answers = 0;
        for (int i = 0; i < ROUNDS * (KEYS - from); i++) {
            int key = from + i % (KEYS - from);
            Answer answer = get(key, token);
            if (answer.status() == 200) {
                assertThat(answer.text("value")).isEqualTo("new-value-" + key);
                answers++;
            }
        }
        return answers;
    }

    private void all(int from, String token) {
        asked += ROUNDS * (KEYS - from);
        int answers = ask(from, token);
        served += answers;
        assertThat(answers).isEqualTo(ROUNDS * (KEYS - from));
    }

    private static Map<String, Runnable> faults(Interference network, String error) {
        Map<String, Runnable> faults = new LinkedHashMap<>();
        for (Mode mode : List.of(Mode.REFUSE, Mode.SILENT, Mode.DELAY, Mode.CUT_BODY)) {
            faults.put(mode.name(), () -> network.mode(mode));
        }
        faults.put("error", () -> network.answer(error));
        return faults;
    }

    private static String status(String line) {
        return "HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** Reads all keys once after each was changed, so that the newest value is known. */
    private String warmed(String name) {
        String token = server.service(name, "production", paths(0));
        for (int i = 0; i < KEYS; i++) {
            server.store(path(i), "new-value-" + i);
        }
        ask(0, token);
        return token;
    }

    @Test
    void openBao_downInEachWay_isServedFromTheCacheUpToTheAge() {
        Map<String, Runnable> faults = faults(toBao, status("500 Internal Server Error"));
        faults.put("429", () -> toBao.answer(status("429 Too Many Requests")));
        int number = 0;
        for (Map.Entry<String, Runnable> fault : faults.entrySet()) {
            outage(number++, fault.getKey(), fault.getValue());
        }
        Proof.line(
                "outage-openbao",
                faults.keySet() + ", every second one with Redis down too: " + served + " of " + asked
                        + " reads of warmed keys served up to the age of " + STALE.toMinutes()
                        + " minutes, 0 after it, none that was revoked or of an old value");
    }

    private void outage(int number, String said, Runnable fault) {
        String name = "service-" + number;
        String token = warmed(name);
        fault.run();
        toBao.cutAll();
        // Every second time both are down.
        toRedis.mode(number % 2 == 1 ? Mode.REFUSE : Mode.PASS);
        all(0, token);
        clock.advance(TTL);
        until(() -> server.get("/auth/validate", token).status() == 200);
        until(() -> get(KEYS - 1, token).status() == 200);
        all(0, token);
        revoked(name, token);
        leap(STALE.minus(TTL).minusSeconds(1), token);
        all(1, token);
        clock.advance(Duration.ofSeconds(1));
        until(() -> server.get("/auth/validate", token).status() == 200);
        assertThat(ask(1, token)).as(said).isZero();
        toBao.mode(Mode.PASS);
        toRedis.mode(Mode.PASS);
        clock.advance(BREAKER);
        until(() -> get(1, token).status() == 200);
        until(() -> ask(1, token) == ROUNDS * (KEYS - 1));
    }

    /** What is known of services, tokens and changes lies in a database that servers share. */
    @Test
    void openBao_down_isServedFromTheCache_onPostgreSqlToo() throws Exception {
        server.close();
        // There are partitions for rows of today and the months after.
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        PostgreSql postgres = PostgreSql.shared();
        Path other = Files.createDirectories(home.resolve("shared"));
        Files.writeString(other.resolve("password"), postgres.password());
        serve(
                other,
                "audit: {url: '" + postgres.url(postgres.freshDatabase()) + "', user: " + postgres.user()
                        + ", password_file: password}\n");
        outage(1, Mode.REFUSE.name(), () -> toBao.mode(Mode.REFUSE));
        Proof.line(
                "outage-openbao-postgresql",
                "OpenBao and Redis refuse: " + served + " of " + asked
                        + " reads of warmed keys served up to the age of " + STALE.toMinutes()
                        + " minutes, 0 after it, none that was revoked or of an old value");
    }

    /** One key is taken from the service: from then on it is refused. */
    private void revoked(String name, String token) {
        Answer changed = server.send(
                "PATCH",
                "/services/" + name,
                server.admin(),
                "{\"permissions\":[\"" + String.join("\",\"", paths(1)) + "\"]}");
        assertThat(changed.status()).isEqualTo(200);
        until(() -> get(0, token).status() == 403);
        assertThat(get(0, token).status()).isEqualTo(403);
    }

    @Test
    void redis_downInEachWay_changesNothing() {
        Map<String, Runnable> faults = faults(toRedis, "-ERR no\r\n");
        String token = warmed("service-redis");
        for (Runnable fault : faults.values()) {
            until(() -> server.get("/health", null)
                    .body()
                    .at("/checks/redis")
                    .asText()
                    .equals("healthy"));
            fault.run();
            all(0, token);
            server.store(path(1), "newer-value");
            assertThat(get(1, token).text("value")).isEqualTo("newer-value");
            server.store(path(1), "new-value-1");
            toBao.mode(Mode.REFUSE);
            toBao.cutAll();
            assertThat(get(2, token).status()).isEqualTo(200);
            toBao.mode(Mode.PASS);
            toRedis.mode(Mode.PASS);
            assertThat(get(1, token).text("value")).isEqualTo("new-value-1");
        }
        Proof.line(
                "outage-redis",
                faults.keySet() + ": " + served + " of " + asked
                        + " reads of warmed keys served, a change seen at once by its process, no old value");
    }
}
