package dev.holdfast.key;

import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a store keeps of a value in the open: its fingerprint, which is shown, and its look-up mark, which never is.
 *
 * <p>Both are keyed hashes under keys of their own. A fingerprint covers path and value; a look-up mark the value alone,
 * so that the same value is found at whatever path. Thread-safe.
 */
public final class ValueMarks implements AutoCloseable {

    private final byte[] fingerprintKey;
    private final byte[] lookupKey;

    public ValueMarks(MasterKey key) {
        fingerprintKey = key.derive("holdfast/fingerprint/v1");
        lookupKey = key.derive("holdfast/lookup/v1");
    }

    public Fingerprint fingerprint(KeyPath path, SecretValue value) {
        byte[] place = path.slashed().getBytes(StandardCharsets.UTF_8);
        return value.reveal(bytes -> {
            byte[] message = ByteBuffer.allocate(Integer.BYTES + place.length + bytes.length)
                    .putInt(place.length)
                    .put(place)
                    .put(bytes)
                    .array();
            try {
                return Fingerprint.ofMac(MasterKey.hmac(fingerprintKey, message));
            } finally {
                Arrays.fill(message, (byte) 0);
            }
        });
    }

    /** 32 bytes, the same for the same value. */
    public byte[] lookup(SecretValue value) {
        return value.reveal(bytes -> MasterKey.hmac(lookupKey, bytes));
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        Arrays.fill(fingerprintKey, (byte) 0);
        Arrays.fill(lookupKey, (byte) 0);
    }
}
