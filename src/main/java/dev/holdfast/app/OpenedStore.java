package dev.holdfast.app;

import dev.holdfast.key.MasterKey;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreWatch;
import dev.holdfast.store.WatchedStore;
import java.util.Arrays;

/** A store that is open, and the keys that go with it, which are wiped at the end. Closing it closes both. */
final class OpenedStore implements AutoCloseable {

    private final SecretStore store;
    private final byte[] auditKey;
    private final byte[] signingSeal;
    private final byte[] baselineKey;
    private final byte[] cacheSeal;
    private final byte[] cacheNames;
    private final AutoCloseable behind;

    /**
     * @param key what all keys of the store come from; not kept
     * @param behind what the store works with, closed after it
     */
    OpenedStore(SecretStore store, MasterKey key, AutoCloseable behind) {
        this.store = store;
        this.auditKey = Stores.auditKey(key);
        this.signingSeal = key.derive("holdfast/signing/v1");
        this.baselineKey = key.derive("holdfast/baseline/v1");
        this.cacheSeal = key.derive("holdfast/cache/v1");
        this.cacheNames = key.derive("holdfast/cache-names/v1");
        this.behind = behind;
    }

    private OpenedStore(OpenedStore same, SecretStore store) {
        this.store = store;
        this.auditKey = same.auditKey;
        this.signingSeal = same.signingSeal;
        this.baselineKey = same.baselineKey;
        this.cacheSeal = same.cacheSeal;
        this.cacheNames = same.cacheNames;
        this.behind = same.behind;
    }

    /** The same store, of which somebody is told what it is asked. Closed by closing this one. */
    OpenedStore watched(StoreWatch watch) {
        return new OpenedStore(this, new WatchedStore(store, watch));
    }

    SecretStore store() {
        return store;
    }

    /** The key of the audit. */
    byte[] auditKey() {
        return auditKey;
    }

    /** The key that signing keys are sealed under. */
    byte[] signingSeal() {
        return signingSeal;
    }

    /** The key of what a person accepted as no secret. */
    byte[] baselineKey() {
        return baselineKey;
    }

    /** The key that values in a shared cache are sealed under. */
    byte[] cacheSeal() {
        return cacheSeal;
    }

    /** The key that the names in a shared cache are hashed with. */
    byte[] cacheNames() {
        return cacheNames;
    }

    @Override
    public void close() throws Exception {
        Arrays.fill(auditKey, (byte) 0);
        Arrays.fill(signingSeal, (byte) 0);
        Arrays.fill(baselineKey, (byte) 0);
        Arrays.fill(cacheSeal, (byte) 0);
        Arrays.fill(cacheNames, (byte) 0);
        store.close();
        behind.close();
    }
}
