package dev.holdfast.redis;

import dev.holdfast.policy.RateLimit;
import dev.holdfast.policy.RequestCounter;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts requests in Redis, so that all processes together keep to a limit. Thread-safe. */
final class RedisCounter implements RequestCounter {

    private final Link link;
    private final KeyNames names;
    private volatile @Nullable Counting counting;

    /** What counts over one connection. */
    private record Counting(StatefulRedisConnection<byte[], byte[]> connection, ProxyManager<byte[]> buckets) {}

    RedisCounter(Link link, KeyNames names) {
        this.link = link;
        this.names = names;
    }

    @Override
    public @Nullable Spent spend(String name, RateLimit limit) {
        StatefulRedisConnection<byte[], byte[]> now = link.now();
        if (now == null) {
            return null;
        }
        try {
            ConsumptionProbe probe = over(now)
                    .buckets()
                    .builder()
                    .build(names.requests(name, limit), () -> configuration(limit))
                    .tryConsumeAndReturnRemaining(1);
            return new Spent(probe.isConsumed(), limit.requests(), Duration.ofNanos(probe.getNanosToWaitForRefill()));
        } catch (RuntimeException e) {
            if (!(e instanceof RedisCommandExecutionException)) {
                link.lost(now, e);
            }
            return null;
        }
    }

    private Counting over(StatefulRedisConnection<byte[], byte[]> now) {
        Counting known = counting;
        if (known == null || known.connection() != now) {
            known = new Counting(
                    now,
                    Bucket4jLettuce.casBasedBuilder(now)
                            .requestTimeout(link.timeout())
                            .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                                    Duration.ofMinutes(1)))
                            .build());
            counting = known;
        }
        return known;
    }

    private static BucketConfiguration configuration(RateLimit limit) {
        return BucketConfiguration.builder()
                .addLimit(to -> to.capacity(limit.requests()).refillIntervally(limit.requests(), limit.window()))
                .build();
    }
}
