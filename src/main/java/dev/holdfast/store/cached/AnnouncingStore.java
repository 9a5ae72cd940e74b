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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells which secrets were changed, so that whoever has kept a value forgets it.
 *
 * <p>What cannot be told fails the change, which may have come about by then.
 */
public final class AnnouncingStore implements SecretStore {

    private final SecretStore store;
    private final Consumer<KeyPath> changed;

    /** @param changed is told of a path after its secret was changed; what it throws is what the change throws */
    public AnnouncingStore(SecretStore store, Consumer<KeyPath> changed) {
        this.store = store;
        this.changed = changed;
    }

    @Override
    public Written put(KeyPath path, SecretValue value, Write write) {
        Written written = toldWhenItFails(path, () -> store.put(path, value, write));
        try {
            changed.accept(path);
            return written;
        } catch (StoreException e) {
            throw e.afterLostWrite(written.info().version());
        }
    }

    @Override
    public boolean delete(KeyPath path) {
        boolean deleted = toldWhenItFails(path, () -> store.delete(path));
        changed.accept(path);
        return deleted;
    }

    @Override
    public boolean undelete(KeyPath path) {
        boolean undeleted = toldWhenItFails(path, () -> store.undelete(path));
        changed.accept(path);
        return undeleted;
    }

    /** Tells of a change that failed, too: its answer alone may have been lost. */
    private <T> T toldWhenItFails(KeyPath path, Supplier<T> change) {
        try {
            return change.get();
        } catch (StoreException e) {
            try {
                changed.accept(path);
            } catch (StoreException untold) {
                // What the change itself threw says more.
            }
            throw e;
        }
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
