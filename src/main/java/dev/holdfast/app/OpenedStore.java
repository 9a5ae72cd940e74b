package dev.holdfast.app;

import dev.holdfast.store.SecretStore;
import java.util.Arrays;

/** A store that is open, and the key of the audit that goes with it. Closing it closes both. */
final class OpenedStore implements AutoCloseable {

    private final SecretStore store;
    private final byte[] auditKey;

    /** @param auditKey kept and not copied, wiped at the end */
    OpenedStore(SecretStore store, byte[] auditKey) {
        this.store = store;
        this.auditKey = auditKey;
    }

    SecretStore store() {
        return store;
    }

    byte[] auditKey() {
        return auditKey;
    }

    @Override
    public void close() {
        Arrays.fill(auditKey, (byte) 0);
        store.close();
    }
}
