package dev.holdfast.store.embedded;

import dev.holdfast.secret.KeyPath;

/** The row of a secret as far as a write needs it: where it lies, its wrapped data key, its current version, whether it is deleted. */
final class SecretHead {

    private final long id;
    private final String keyId;
    private final byte[] dataKey;
    private final int version;
    private final KeyPath path;
    private final boolean deleted;

    /**
     * @param dataKey as it stands in the row, wrapped; not copied
     * @param version the current one, 0 for a row that was just made
     */
    SecretHead(long id, String keyId, byte[] dataKey, int version, KeyPath path, boolean deleted) {
        this.id = id;
        this.keyId = keyId;
        this.dataKey = dataKey;
        this.version = version;
        this.path = path;
        this.deleted = deleted;
    }

    long id() {
        return id;
    }

    String keyId() {
        return keyId;
    }

    byte[] dataKey() {
        return dataKey;
    }

    int version() {
        return version;
    }

    KeyPath path() {
        return path;
    }

    boolean deleted() {
        return deleted;
    }
}
