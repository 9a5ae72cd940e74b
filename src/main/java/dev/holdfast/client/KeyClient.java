package dev.holdfast.client;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Keys from a key service, for a program that needs them while it runs.
 *
 * <p>A value is kept in memory for a while and asked for again after that; while the service is down, the last one that
 * it gave is handed out ({@link KeyValue#stale()}). Every failure is a {@link KeyServiceException}. Thread-safe: a
 * program needs one of these, and closes it at its end, which wipes what it keeps. Nothing is ever null.
 *
 * <p>For tests of one's own there is {@link FakeKeyClient}.
 */
public interface KeyClient extends AutoCloseable {

    /**
     * A client set up by {@code SERVICE_TOKEN}, {@code KEY_SERVICE_URL} and the other variables of
     * {@link ClientVariable}.
     *
     * @throws KeyServiceException of kind {@code CONFIGURATION} that names the variable which is missing or wrong
     */
    static KeyClient fromEnvironment() {
        return builder().environment(System.getenv()).build();
    }

    /** A client whose settings are given one by one; those that are not have the defaults of {@link ClientVariable}. */
    static KeyClientBuilder builder() {
        return new KeyClientBuilder();
    }

    /**
     * The value of one key; the caller closes it.
     *
     * @throws KeyServiceException when there is none to hand out
     */
    KeyValue getKey(String path);

    /**
     * The values of any number of keys, asked for in as few requests as can be; the caller closes the answer.
     *
     * @return for each path its value or its failure. A failure that concerns all paths is told for each of them
     */
    Keys getKeys(Collection<String> paths);

    /** Forgets every value, in memory and in the snapshot; what was handed out stays as it is. */
    void clearCache();

    /**
     * Asks whether the service takes the token.
     *
     * @throws KeyServiceException of kind {@code UNAUTHENTICATED} when it does not
     */
    AuthStatus validateAuth();

    /**
     * Asks how the service is; tried once, without the token.
     *
     * @throws KeyServiceException when it does not say
     */
    HealthStatus healthCheck();

    /** {@link #getKey} on another thread; fails with its {@link KeyServiceException}. */
    CompletableFuture<KeyValue> getKeyAsync(String path);

    /** {@link #getKeys} on another thread. */
    CompletableFuture<Keys> getKeysAsync(Collection<String> paths);

    /** {@link #validateAuth} on another thread; fails with its {@link KeyServiceException}. */
    CompletableFuture<AuthStatus> validateAuthAsync();

    /** {@link #healthCheck} on another thread; fails with its {@link KeyServiceException}. */
    CompletableFuture<HealthStatus> healthCheckAsync();

    /** Wipes what is kept in memory; a snapshot stays. Every call after this one throws IllegalStateException. */
    @Override
    void close();
}
