package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.proof.Canary;
import dev.holdfast.store.cached.CachedReads;
import dev.holdfast.store.cached.Readers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What lies in Redis, and what is believed of it. */
final class RedisCacheIT extends RedisFixture {

    @Test
    void value_readByOneProcess_isThereForTheOther_withItsAge() {
        CachedReads first = process();
        fetch(first, ONE);
        untilKept(1);
        clock.advance(TTL.minusSeconds(1));
        CachedReads second = process();

        assertThat(fetch(second, ONE)).isEqualTo("CACHE " + Canary.VALUE);
        assertThat(store.reads()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        second.heard(clock.instant());
        assertThat(fetch(second, ONE)).isEqualTo("STORE " + Canary.VALUE);
        clock.advance(TTL);
        second.heard(clock.instant());
        store.down(true);
        assertThat(fetch(second, ONE)).isEqualTo("STALE " + Canary.VALUE);
        assertThat(fetch(process(), ONE)).isEqualTo("STALE " + Canary.VALUE);
    }

    @Test
    void value_askedForByTwoProcessesAtOnce_isReadOnce() throws Exception {
        CachedReads first = process();
        CachedReads second = process();
        store.after(() -> LockSupport.parkNanos(Duration.ofMillis(200).toNanos()));
        AtomicInteger number = new AtomicInteger();

        List<String> values = Readers.atOnce(64, () -> fetch(number.getAndIncrement() % 2 == 0 ? first : second, ONE));

        assertThat(values).allMatch(value -> value.endsWith(Canary.VALUE));
        assertThat(store.reads()).isEqualTo(1);
        Proof.line("cache-one-read-of-two", "2 processes with 32 threads each asked at once, the store was read once");
    }

    @Test
    void redis_holdsCipherTextAndHashedNamesAlone() {
        fetch(process(), ONE);
        untilKept(1);
        var commands = bare().sync();
        StringBuilder all = new StringBuilder();
        for (byte[] key : commands.keys("*")) {
            all.append(new String(key, StandardCharsets.ISO_8859_1)).append('\n');
            Map<byte[], byte[]> fields = commands.type(key).equals("hash") ? commands.hgetall(key) : Map.of();
            fields.forEach((name, held) -> all.append(new String(name, StandardCharsets.ISO_8859_1))
                    .append(new String(held, StandardCharsets.ISO_8859_1)));
            assertThat(commands.pttl(key)).isPositive();
        }

        assertThat(all.toString()).contains("holdfast:{").doesNotContain("service_keys", "one", "A key for the tests");
        assertThat(Canary.in(all.toString())).isEmpty();
    }

    @Test
    void entry_thatWasChangedOrMoved_countsAsAbsent() {
        CachedReads cache = process();
        fetch(cache, ONE);
        fetch(cache, TWO);
        untilKept(2);
        var commands = bare().sync();
        List<byte[]> keys = commands.keys("holdfast:*:v");
        byte[] field = "current".getBytes(StandardCharsets.UTF_8);
        byte[] one = commands.hget(keys.get(0), field);
        byte[] two = commands.hget(keys.get(1), field);

        spoiled(keys, List.of(two, one));
        for (byte[] wrong : List.of(new byte[0], new byte[5], new byte[100], flipped(one))) {
            spoiled(keys, List.of(wrong, wrong));
        }
    }

    /** Another process finds these in Redis, believes none of them, and puts the right ones there again. */
    private void spoiled(List<byte[]> keys, List<byte[]> values) {
        var commands = bare().sync();
        byte[] field = "current".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < keys.size(); i++) {
            commands.hset(keys.get(i), field, values.get(i));
        }
        CachedReads other = process();
        assertThat(fetch(other, ONE)).isEqualTo("STORE " + Canary.VALUE);
        assertThat(fetch(other, TWO)).isEqualTo("STORE def67890");
        until(() -> IntStream.range(0, keys.size())
                .noneMatch(i -> Arrays.equals(commands.hget(keys.get(i), field), values.get(i))));
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] other = bytes.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    @Test
    void read_underWayDuringAChange_putsNoOldValueBack() {
        CachedReads first = process();
        CachedReads second = process();
        store.after(() -> {
            store.after(() -> {});
            store.put(ONE.slashed(), "new12345");
            second.ended(Map.of("1", ONE)); // The first has not heard of it yet.
        });
        assertThat(fetch(first, ONE)).isEqualTo("STORE " + Canary.VALUE);
        fetch(first, TWO);
        untilKept(1);
        clock.advance(Duration.ofSeconds(1));
        second.heard(clock.instant());

        assertThat(fetch(second, ONE)).isEqualTo("STORE new12345");
        assertThat(fetch(process(), TWO)).isEqualTo("CACHE def67890");
    }

    @Test
    void entry_olderThanAChange_isNotUsed_whateverRedisSays() {
        CachedReads first = process();
        fetch(first, ONE);
        untilKept(1);
        var commands = bare().sync();
        byte[] key = commands.keys("holdfast:*:v").get(0);
        Map<byte[], byte[]> before = commands.hgetall(key);
        store.put(ONE.slashed(), "new12345");
        first.ended(Map.of("1", ONE));
        before.forEach((field, held) -> commands.hset(key, field, held));

        assertThat(fetch(first, ONE)).isEqualTo("STORE new12345");
    }
}
