package dev.holdfast.store.embedded;

import dev.holdfast.key.MasterKey;
import dev.holdfast.key.Sealer;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.StoreException;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Puts values under data keys and data keys under the master key, each bound to its place. Thread-safe. */
final class Envelope {

    private final byte[] wrappingKey;
    private final Sealer sealer;

    Envelope(MasterKey masterKey, Sealer sealer) {
        this.wrappingKey = wrappingKey(masterKey);
        this.sealer = sealer;
    }

    /** A new data key for a secret, wrapped. */
    byte[] newDataKey(String keyId) {
        byte[] dataKey = sealer.newKey();
        try {
            return sealer.seal(wrappingKey, dataKeyPlace(keyId), dataKey);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    byte[] seal(SecretHead head, KeyPath path, int version, SecretValue value) {
        return withDataKey(
                head, dataKey -> value.reveal(bytes -> sealer.seal(dataKey, place(head, path, version), bytes)));
    }

    SecretValue open(SecretHead head, KeyPath path, int version, byte[] sealed) {
        return withDataKey(head, dataKey -> {
            byte[] plain = Sealer.open(dataKey, place(head, path, version), sealed);
            try {
                return SecretValue.stored(plain);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        });
    }

    /** The key that data keys are wrapped under. */
    static byte[] wrappingKey(MasterKey masterKey) {
        return masterKey.deriveOwn("holdfast/wrap/v1");
    }

    static byte[] dataKeyPlace(String keyId) {
        return Sealer.place("data-key", keyId);
    }

    private static byte[] place(SecretHead head, KeyPath path, int version) {
        return Sealer.place("value", head.keyId(), path.slashed(), Integer.toString(version));
    }

    /** What is done with a data key while it lies open. */
    private interface Keyed<T> {
        T with(byte[] dataKey) throws GeneralSecurityException;
    }

    private <T> T withDataKey(SecretHead head, Keyed<T> work) {
        try {
            byte[] dataKey = Sealer.open(wrappingKey, dataKeyPlace(head.keyId()), head.dataKey());
            try {
                return work.with(dataKey);
            } finally {
                Arrays.fill(dataKey, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw StoreException.unavailable(
                    "A stored value does not open: its row was changed or moved.",
                    "Restore the database from a backup; 'holdfast doctor' checks the rest.");
        }
    }
}
