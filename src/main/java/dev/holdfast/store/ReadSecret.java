package dev.holdfast.store;

import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;

/** A version as it was read: its facts and its value. Closing it wipes the value. */
public final class ReadSecret implements AutoCloseable {

    private final SecretInfo info;
    private final SecretValue value;

    public ReadSecret(SecretInfo info, SecretValue value) {
        this.info = info;
        this.value = value;
    }

    public SecretInfo info() {
        return info;
    }

    public SecretValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
