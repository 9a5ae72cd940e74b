package dev.holdfast.store;

import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.StoreWatch.Operation;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that tells how long each answer took. Thread-safe where the store is. */
public final class WatchedStore implements SecretStore {

    private final SecretStore store;
    private final StoreWatch watch;

    public WatchedStore(SecretStore store, StoreWatch watch) {
        this.store = store;
        this.watch = watch;
    }

    private <T extends @Nullable Object> T timed(Operation operation, Supplier<T> ask) {
        long begin = System.nanoTime();
        boolean answered = false;
        try {
            T answer = ask.get();
            answered = true;
            return answer;
        } catch (StoreException e) {
            answered = e.kind() != StoreException.Kind.UNAVAILABLE;
            throw e;
        } finally {
            watch.asked(operation, Duration.ofNanos(System.nanoTime() - begin), answered);
        }
    }

    @Override
    public Written put(KeyPath path, SecretValue value, Write write) {
        return timed(Operation.WRITE, () -> store.put(path, value, write));
    }

    @Override
    public @Nullable ReadSecret read(KeyPath path, @Nullable Integer version) {
        return this.<@Nullable ReadSecret>timed(Operation.READ, () -> store.read(path, version));
    }

    @Override
    public @Nullable SecretInfo describe(KeyPath path) {
        return this.<@Nullable SecretInfo>timed(Operation.LIST, () -> store.describe(path));
    }

    @Override
    public List<SecretInfo> list(String prefix, String after, int limit) {
        return timed(Operation.LIST, () -> store.list(prefix, after, limit));
    }

    /** Mostly reckoned and not asked, so not told. */
    @Override
    public Fingerprint fingerprint(KeyPath path, SecretValue value) {
        return store.fingerprint(path, value);
    }

    @Override
    public List<List<Holding>> holding(List<SecretValue> values) {
        return timed(Operation.SEARCH, () -> store.holding(values));
    }

    @Override
    public boolean delete(KeyPath path) {
        return timed(Operation.WRITE, () -> store.delete(path));
    }

    @Override
    public boolean undelete(KeyPath path) {
        return timed(Operation.WRITE, () -> store.undelete(path));
    }

    @Override
    public @Nullable SecretHistory history(KeyPath path) {
        return this.<@Nullable SecretHistory>timed(Operation.SEARCH, () -> store.history(path));
    }

    @Override
    public int adopt(SecretHistory history) {
        return timed(Operation.WRITE, () -> store.adopt(history));
    }

    @Override
    public void close() {
        store.close();
    }
}
