package dev.holdfast.store.vault;

import dev.holdfast.key.MasterKey;
import dev.holdfast.key.ValueMarks;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The marks, ids and names that a store in Vault makes, the same in every process that has its keyset. Thread-safe. */
final class Marks implements AutoCloseable {

    private static final int LOOKUP_BYTES = 16;
    private static final int ID_BYTES = 16;
    private static final int WRITE_BYTES = 9;

    private final ValueMarks values;
    private final byte[] idKey;
    private final SecureRandom random;

    Marks(MasterKey key, SecureRandom random) {
        this.values = new ValueMarks(key);
        this.idKey = key.derive("holdfast/key-id/v1");
        this.random = random;
    }

    Fingerprint fingerprint(KeyPath path, SecretValue value) {
        return values.fingerprint(path, value);
    }

    /** The look-up mark as it is kept: 16 bytes, so that fifty of them find room in custom metadata. */
    String lookup(SecretValue value) {
        byte[] mark = Arrays.copyOf(values.lookup(value), LOOKUP_BYTES);
        return Base64.getEncoder().withoutPadding().encodeToString(mark);
    }

    /** An id for a secret that is new. */
    String newKeyId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "key_" + HexFormat.of().formatHex(id);
    }

    /** The id of a secret that someone else stored: nowhere written, and yet always the same. */
    String keyIdOf(KeyPath path) {
        byte[] mac = MasterKey.hmac(idKey, path.slashed().getBytes(StandardCharsets.US_ASCII));
        return "key_" + HexFormat.of().formatHex(mac, 0, ID_BYTES);
    }

    /** A name for one write, by which its writer knows it again. */
    String newWrite() {
        byte[] name = new byte[WRITE_BYTES];
        random.nextBytes(name);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    @Override
    public void close() {
        values.close();
        Arrays.fill(idKey, (byte) 0);
    }
}
