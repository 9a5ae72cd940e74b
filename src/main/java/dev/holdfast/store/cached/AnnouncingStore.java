package dev.holdfast.store.cached;

import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import dev.holdfast.store.cached.Announcements.Announced;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells of each change before it makes it, so that whoever has kept a value forgets it.
 *
 * <p>What cannot be told is not changed.
 */
public final class AnnouncingStore implements SecretStore {

    private final SecretStore store;
    private final Announcements announcements;

    public AnnouncingStore(SecretStore store, Announcements announcements) {
        this.store = store;
        this.announcements = announcements;
    }

    @Override
    public Written put(KeyPath path, SecretValue value, Write write) {
        return announced(path, () -> store.put(path, value, write));
    }

    @Override
    public boolean delete(KeyPath path) {
        return announced(path, () -> store.delete(path));
    }

    @Override
    public boolean undelete(KeyPath path) {
        return announced(path, () -> store.undelete(path));
    }

    /** A change whose answer was lost has not ended: it may still come about. */
    private <T> T announced(KeyPath path, Supplier<T> change) {
        Announced announced = announcements.begin(path);
        T result;
        try {
            result = change.get();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.UNAVAILABLE) {
                announced.ended();
            }
            throw e;
        }
        announced.ended();
        return result;
    }

    @Override
    public int adopt(SecretHistory history) {
        return store.adopt(history);
    }

    @Override
    public @Nullable ReadSecret read(KeyPath path, @Nullable Integer version) {
        return store.read(path, version);
    }

    @Override
    public @Nullable SecretInfo describe(KeyPath path) {
        return store.describe(path);
    }

    @Override
    public List<SecretInfo> list(String prefix, String after, int limit) {
        return store.list(prefix, after, limit);
    }

    @Override
    public Fingerprint fingerprint(KeyPath path, SecretValue value) {
        return store.fingerprint(path, value);
    }

    @Override
    public List<List<Holding>> holding(List<SecretValue> values) {
        return store.holding(values);
    }

    @Override
    public @Nullable SecretHistory history(KeyPath path) {
        return store.history(path);
    }

    @Override
    public void close() {
        store.close();
    }
}
