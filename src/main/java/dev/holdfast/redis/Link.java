package dev.holdfast.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis, which is there or is not.
 *
 * <p>A request that fails, or takes longer than it may, ends the connection: from then on nobody waits for Redis, until a
 * thread in the background has made another one, which it tries every quarter of a second to every two seconds. Answers
 * are matched to requests by their order alone, so a connection that failed once is not used again. Thread-safe.
 */
final class Link implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final int THREADS = 2;
    private static final int QUEUE = 10_000;
    private static final long SHORTEST_MILLIS = 250;
    private static final int DOUBLINGS = 3;

    private final RedisSettings settings;
    private final RandomGenerator jitter;
    private final ClientResources resources;
    private final RedisClient client;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "redis-again");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private int failures;
    private boolean lost;

    /** Tries to connect once, and goes on in the background when that fails. */
    Link(RedisSettings settings, RandomGenerator jitter) {
        this.settings = settings;
        this.jitter = jitter;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
        client = RedisClient.create(resources, uri());
        client.setOptions(options());
        connect();
    }

    private ClientOptions options() {
        SslOptions.Builder tls = SslOptions.builder().jdkSslProvider();
        Path trusted = settings.caFile();
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.timeout())
                        .keepAlive(true)
                        .build())
                .sslOptions((trusted == null ? tls : tls.trustManager(trusted.toFile())).build())
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                .build();
    }

    private RedisURI uri() {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(settings.host())
                .withPort(settings.port())
                .withSsl(settings.tls())
                .withDatabase(settings.database())
                .withTimeout(settings.timeout());
        return uri.withAuthentication(RedisCredentialsProvider.from(this::credentials))
                .build();
    }

    private RedisCredentials credentials() {
        char[] password = settings.password();
        try {
            // The client copies it.
            return RedisCredentials.just(settings.user(), password);
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    /** The connection that there is, or null. */
    @Nullable
    StatefulRedisConnection<byte[], byte[]> now() {
        return connection;
    }

    /** As long as a request may take. */
    Duration timeout() {
        return settings.timeout();
    }

    /** The answer to a request; null when there is none, whatever the reason. */
    <T> @Nullable T ask(Function<RedisAsyncCommands<byte[], byte[]>, ? extends Future<T>> request) {
        StatefulRedisConnection<byte[], byte[]> now = connection;
        if (now == null) {
            return null;
        }
        try {
            return request.apply(now.async()).get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (!(cause instanceof RedisCommandExecutionException)) {
                lost(now, cause == null ? e : cause);
            }
            return null;
        } catch (TimeoutException | RuntimeException e) {
            lost(now, e);
            return null;
        }
    }

    /** Sends a request whose answer nobody waits for. */
    void tell(Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<?>> request) {
        StatefulRedisConnection<byte[], byte[]> now = connection;
        if (now == null) {
            return;
        }
        try {
            var unused = request.apply(now.async()).whenComplete((answer, thrown) -> {
                if (thrown != null && !(thrown instanceof RedisCommandExecutionException)) {
                    lost(now, thrown);
                }
            });
        } catch (RuntimeException e) {
            lost(now, e);
        }
    }

    /** Gives a connection up. */
    synchronized void lost(StatefulRedisConnection<byte[], byte[]> gone, Throwable why) {
        if (connection != gone) {
            return;
        }
        connection = null;
        var unused = gone.closeAsync();
        failed(why);
    }

    private synchronized void failed(Throwable why) {
        if (!lost) {
            lost = true;
            LOG.warn(
                    "Redis does not answer ({}); going on without it",
                    why.getClass().getName());
        }
        long longest = SHORTEST_MILLIS << Math.min(failures++, DOUBLINGS);
        long pause = longest / 2 + jitter.nextLong(longest / 2 + 1);
        try {
            var unused = thread.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // It was closed.
        }
    }

    private void connect() {
        StatefulRedisConnection<byte[], byte[]> made = null;
        try {
            made = client.connect(ByteArrayCodec.INSTANCE);
            made.sync().ping();
            connected(made);
        } catch (RuntimeException e) {
            if (made != null) {
                var unused = made.closeAsync();
            }
            failed(e);
        }
    }

    private synchronized void connected(StatefulRedisConnection<byte[], byte[]> made) {
        failures = 0;
        connection = made;
        if (lost) {
            lost = false;
            LOG.warn("Redis answers again");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        connection = null;
        client.shutdown(Duration.ZERO, settings.timeout());
        var unused = resources.shutdown(0, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
