package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client without a service, for tests of programs that use one: it answers with what it was given, at once.
 *
 * <p>A path that it was not given is {@code NOT_FOUND}. It caches nothing; what stands in for a service that is down is
 * given to it by {@link #putStale}. Thread-safe.
 */
public final class FakeKeyClient implements KeyClient {

    private final Map<String, KeyValue> values = new HashMap<>();
    private final Map<String, Kind> failures = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private @Nullable Kind failureOfAll;
    private boolean closed;

    /** Answers a path with a value, version 1 and fresh. */
    public FakeKeyClient put(String path, String text) {
        return put(path, text, Duration.ZERO, false);
    }

    /** Answers a path with a value that stands in for a service which is down. */
    public FakeKeyClient putStale(String path, String text, Duration age) {
        return put(path, text, age, true);
    }

    private synchronized FakeKeyClient put(String path, String text, Duration age, boolean stale) {
        failures.remove(path);
        wipe(values.put(path, new KeyValue(text.getBytes(StandardCharsets.UTF_8), 1, age, stale)));
        return this;
    }

    /** Takes a path away: it is {@code NOT_FOUND} again. */
    public synchronized FakeKeyClient remove(String path) {
        failures.remove(path);
        wipe(values.remove(path));
        return this;
    }

    /** Answers a path with a failure, until it is put or removed. */
    public synchronized FakeKeyClient fail(String path, Kind kind) {
        failures.put(path, kind);
        return this;
    }

    /** Answers everything with a failure, until {@link #recover}. */
    public synchronized FakeKeyClient failAll(Kind kind) {
        failureOfAll = kind;
        return this;
    }

    /** Ends what {@link #failAll} began. */
    public synchronized FakeKeyClient recover() {
        failureOfAll = null;
        return this;
    }

    /** How often a path was asked for, alone or together with others. */
    public synchronized int calls(String path) {
        return calls.getOrDefault(path, 0);
    }

    @Override
    public synchronized KeyValue getKey(String path) {
        requireOpen();
        calls.merge(path, 1, Integer::sum);
        failIfToldTo();
        KeyValue value = values.get(path);
        Kind failure = failures.get(path);
        if (failure != null || value == null) {
            throw KeyServiceException.of(failure == null ? Kind.NOT_FOUND : failure);
        }
        return value.copy();
    }

    @Override
    public synchronized Keys getKeys(Collection<String> paths) {
        requireOpen();
        Set<String> asked = new LinkedHashSet<>(paths);
        Keys.Collector answers = new Keys.Collector(asked);
        for (String path : asked) {
            try {
                answers.found(path, getKey(path));
            } catch (KeyServiceException e) {
                answers.failed(path, e);
            }
        }
        return answers.keys();
    }

    /** Does nothing: what was put stays. */
    @Override
    public synchronized void clearCache() {
        requireOpen();
    }

    /** A service named {@code fake}, unless told to fail. */
    @Override
    public synchronized AuthStatus validateAuth() {
        requireOpen();
        failIfToldTo();
        return new AuthStatus("fake", "development", Optional.empty());
    }

    /** Healthy, unless told to fail. */
    @Override
    public synchronized HealthStatus healthCheck() {
        requireOpen();
        failIfToldTo();
        return new HealthStatus(HealthStatus.State.HEALTHY, Map.of());
    }

    @Override
    public CompletableFuture<KeyValue> getKeyAsync(String path) {
        return done(() -> getKey(path));
    }

    @Override
    public CompletableFuture<Keys> getKeysAsync(Collection<String> paths) {
        return done(() -> getKeys(paths));
    }

    @Override
    public CompletableFuture<AuthStatus> validateAuthAsync() {
        return done(this::validateAuth);
    }

    @Override
    public CompletableFuture<HealthStatus> healthCheckAsync() {
        return done(this::healthCheck);
    }

    private static <T> CompletableFuture<T> done(Supplier<T> call) {
        try {
            return CompletableFuture.completedFuture(call.get());
        } catch (KeyServiceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void failIfToldTo() {
        if (failureOfAll != null) {
            throw KeyServiceException.of(failureOfAll);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client was closed");
        }
    }

    private static void wipe(@Nullable KeyValue value) {
        if (value != null) {
            value.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        values.values().forEach(KeyValue::close);
        values.clear();
    }

    @Override
    public String toString() {
        return "KeyClient[…]";
    }
}
