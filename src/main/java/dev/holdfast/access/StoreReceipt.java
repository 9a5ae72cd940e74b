package dev.holdfast.access;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;

/**
 * The door's proof that, in this call, a version of a path was read from the store under the export right.
 *
 * <p>Only {@link SecretAccess} makes one, after the value was stored and read back; what opens a {@code .env} takes a
 * receipt and nothing else. That is how "store first, {@code .env} second" holds by type. The value lives as long as the
 * call that lent it.
 */
public final class StoreReceipt {

    private final KeyPath path;
    private final int version;
    private final SecretValue value;

    StoreReceipt(KeyPath path, int version, SecretValue value) {
        this.path = path;
        this.version = version;
        this.value = value;
    }

    public KeyPath path() {
        return path;
    }

    public int version() {
        return version;
    }

    /** The value as it stands in the store; closed by the door when the call ends. */
    public SecretValue value() {
        return value;
    }

    @Override
    public String toString() {
        return "StoreReceipt[" + path + " version " + version + "]";
    }
}
