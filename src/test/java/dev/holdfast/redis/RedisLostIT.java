package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.proof.Canary;
import dev.holdfast.services.Interference;
import dev.holdfast.services.RedisServer;
import dev.holdfast.store.cached.CachedReads;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis fails in each way, and is gone on without. */
@Tag("proof")
final class RedisLostIT extends RedisFixture {

    /** More than the time that one request may take, on a machine that has much else to do. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    @Test
    void redis_thatIsLost_isGoneOnWithout_andIsNoticedWhenItIsBack() {
        try (Interference network = Interference.before(server.socket())) {
            Redis redis = redis(network.address(), server.password());
            CachedReads cache = process(redis);
            long slowest = 0;
            for (Interference.Mode mode : Interference.Mode.values()) {
                until(redis::answers);
                network.answer("-ERR the canary " + Canary.VALUE + "\r\n");
                network.mode(mode);
                for (int i = 0; i < 20; i++) {
                    if (i == 10) {
                        network.cutAll();
                    }
                    long begin = System.nanoTime();
                    cache.ended(Map.of("1", ONE));
                    assertThat(fetch(cache, ONE)).endsWith(Canary.VALUE);
                    slowest = Math.max(slowest, System.nanoTime() - begin);
                }
                network.mode(Interference.Mode.PASS);
            }
            until(redis::answers);
            assertThat(slowest).isLessThan(BOUND.toNanos());
            Proof.line(
                    "redis-lost",
                    Interference.Mode.values().length + " faults of the network to Redis, 20 reads each: all answered, "
                            + "the slowest in " + slowest / 1_000_000 + " ms");
        }
    }

    @Test
    void redis_thatIsHaltedOrKilled_isGoneOnWithout() {
        Redis redis = redis(server.socket(), server.password());
        CachedReads cache = process(redis);
        server.pause();
        cache.ended(Map.of("1", ONE));
        assertThat(fetch(cache, ONE)).endsWith(Canary.VALUE);
        server.resume();
        until(redis::answers);
        server.kill();
        cache.ended(Map.of("1", ONE));
        assertThat(fetch(cache, ONE)).endsWith(Canary.VALUE);
        server.start();
        until(redis::answers);
    }

    @Test
    void redis_overTls_isBelievedByItsAuthorityAlone() {
        RedisServer tls = later(RedisServer.withTls());
        String url = "rediss://127.0.0.1:" + tls.socket().getPort();

        until(redis(url, tls.password(), tls.caFile())::answers);
        assertThat(redis(url, tls.password(), null).answers()).isFalse();
    }

    /** The log is read at its finest level after each test, for the password as for the value. */
    @Test
    void redis_withAWrongPassword_isGoneOnWithout() {
        Redis redis = redis(server.socket(), "wrong" + Canary.VALUE);
        CachedReads cache = process(redis);

        assertThat(fetch(cache, ONE)).isEqualTo("STORE " + Canary.VALUE);
        assertThat(redis.answers()).isFalse();
    }
}
