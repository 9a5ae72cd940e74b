package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Canary;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.services.RedisServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.cached.CacheSettings;
import dev.holdfast.store.cached.CachedReads;
import dev.holdfast.store.cached.Fetched;
import dev.holdfast.store.cached.WatchedStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Redis, a store, and as many caches over both as a test asks for. */
@RequiresService(Service.REDIS)
abstract class RedisFixture {

    static final KeyPath ONE = KeyPath.parse("service_keys/one/production");
    static final KeyPath TWO = KeyPath.parse("service_keys/two/production");
    static final Duration TTL = Duration.ofMinutes(5);
    static final Duration STALE = Duration.ofHours(1);
    static final Duration TIMEOUT = Duration.ofMillis(300);

    @TempDir
    private Path home;

    final TestClock clock = new TestClock();
    private final List<AutoCloseable> open = new ArrayList<>();
    RedisServer server;
    WatchedStore store;

    @BeforeEach
    void start() throws Exception {
        server = later(RedisServer.ready("pw" + Canary.VALUE));
        store = later(WatchedStore.in(home, clock));
        store.put(ONE.slashed(), Canary.VALUE);
        store.put(TWO.slashed(), "def67890");
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    <T extends AutoCloseable> T later(T part) {
        open.add(part);
        return part;
    }

    Redis redis(InetSocketAddress address, String password) {
        return redis("redis://127.0.0.1:" + address.getPort(), password, null);
    }

    Redis redis(String url, String password, Path caFile) {
        RedisSettings settings =
                new RedisSettings(URI.create(url), null, password::toCharArray, caFile, TIMEOUT, "holdfast");
        return later(Redis.open(settings, new byte[32], new byte[32], STALE, new SecureRandom()));
    }

    /** The cache of a process of its own. */
    CachedReads process(Redis redis) {
        CachedReads cache =
                later(new CachedReads(store, new CacheSettings(TTL, STALE, 100), clock, new SecureRandom()));
        cache.share(redis.cache());
        cache.heard(clock.instant());
        return cache;
    }

    CachedReads process() {
        return process(redis(server.socket(), server.password()));
    }

    static String fetch(CachedReads cache, KeyPath path) {
        try (Fetched fetched = cache.fetch(path, null, TTL, true)) {
            return fetched.from() + " "
                    + fetched.secret().value().reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    StatefulRedisConnection<byte[], byte[]> bare() {
        RedisClient client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(server.socket().getPort())
                .withPassword(server.password().toCharArray())
                .build());
        later(client::shutdown);
        return client.connect(ByteArrayCodec.INSTANCE);
    }

    /** Waits until what was told Redis without waiting for it has arrived there. */
    void untilKept(int values) {
        var commands = bare().sync();
        until(() -> commands.keys("holdfast:*:v").size() == values);
    }
}
