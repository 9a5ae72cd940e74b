package dev.holdfast.app;

import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreWatch;
import dev.holdfast.store.WatchedStore;
import java.util.Arrays;

/** A store that is open, and the key of the audit that goes with it. Closing it closes both. */
final class OpenedStore implements AutoCloseable {

    private final SecretStore store;
    private final byte[] auditKey;
    private final byte[] signingSeal;
    private final byte[] baselineKey;
    private final AutoCloseable behind;

    /**
     * @param auditKey kept and not copied, wiped at the end
     * @param signingSeal the key that signing keys are sealed under; kept and not copied, wiped at the end
     * @param baselineKey the key of what a person accepted as no secret; kept and not copied, wiped at the end
     * @param behind what the store works with, closed after it
     */
    OpenedStore(SecretStore store, byte[] auditKey, byte[] signingSeal, byte[] baselineKey, AutoCloseable behind) {
        this.store = store;
        this.auditKey = auditKey;
        this.signingSeal = signingSeal;
        this.baselineKey = baselineKey;
        this.behind = behind;
    }

    /** The same store, of which somebody is told what it is asked. Closed by closing this one. */
    OpenedStore watched(StoreWatch watch) {
        return new OpenedStore(new WatchedStore(store, watch), auditKey, signingSeal, baselineKey, behind);
    }

    SecretStore store() {
        return store;
    }

    byte[] auditKey() {
        return auditKey;
    }

    byte[] signingSeal() {
        return signingSeal;
    }

    byte[] baselineKey() {
        return baselineKey;
    }

    @Override
    public void close() throws Exception {
        Arrays.fill(auditKey, (byte) 0);
        Arrays.fill(signingSeal, (byte) 0);
        Arrays.fill(baselineKey, (byte) 0);
        store.close();
        behind.close();
    }
}
