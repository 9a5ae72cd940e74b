package dev.holdfast.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that all keys of a store come from: 32 random bytes, from which each use derives a key of its own.
 *
 * <p>Derivation is HKDF with SHA-256 (RFC 5869). Immutable but for {@link #close()}, which wipes the bytes.
 */
public final class MasterKey implements AutoCloseable {

    /** Length in bytes, of the master key and of every derived key. */
    public static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] SALT = "holdfast/v1".getBytes(StandardCharsets.US_ASCII);

    private static final Mac UNKEYED = unkeyed();

    private static final byte[] ROOT = Sealer.place("root-key");

    private final byte[] pseudoRandomKey;

    /** What lasting keys come from: our own, until this key takes the place of another. */
    private byte[] root;

    /** @param bytes 32 of them; not kept */
    public MasterKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a master key has 32 bytes");
        }
        pseudoRandomKey = hmac(SALT, bytes);
        root = pseudoRandomKey;
    }

    /** The key that a text of base64 stands for, or empty when it is not base64 of 32 bytes. */
    public static Optional<MasterKey> decode(String base64) {
        return decode(base64.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same of a text as bytes, which stay the caller's; white space around it does not count. */
    public static Optional<MasterKey> decode(byte[] base64) {
        int from = 0;
        int to = base64.length;
        while (from < to && base64[from] <= ' ' && base64[from] >= 0) {
            from++;
        }
        while (to > from && base64[to - 1] <= ' ' && base64[to - 1] >= 0) {
            to--;
        }
        byte[] text = Arrays.copyOfRange(base64, from, to);
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        try {
            return bytes.length == LENGTH ? Optional.of(new MasterKey(bytes)) : Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The key for one use that stays when the master key is changed; two uses have keys that say nothing of each other. */
    public byte[] derive(String use) {
        return expand(root, use);
    }

    /** The key for one use that goes with this master key. */
    public byte[] deriveOwn(String use) {
        return expand(pseudoRandomKey, use);
    }

    /** What lasting keys come from, sealed under the key that shall take the place of this one. */
    public byte[] rootFor(MasterKey next, Sealer sealer) {
        return sealer.seal(next.deriveOwn("holdfast/kept-root/v1"), ROOT, root);
    }

    /**
     * Takes over what lasting keys come from, of the key whose place this one took.
     *
     * @param sealed of {@link #rootFor}
     * @throws GeneralSecurityException when it is not that
     */
    public void takeRoot(byte[] sealed) throws GeneralSecurityException {
        root = Sealer.open(deriveOwn("holdfast/kept-root/v1"), ROOT, sealed);
    }

    private static byte[] expand(byte[] pseudoRandomKey, String use) {
        // One block of HKDF-Expand is all that 32 bytes need: T(1) = HMAC(PRK, info | 0x01).
        byte[] info = use.getBytes(StandardCharsets.US_ASCII);
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        return hmac(pseudoRandomKey, block);
    }

    /** HMAC-SHA256 of a message. */
    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = (Mac) UNKEYED.clone(); // A look-up of the algorithm costs more than the hash of a short message.
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("this Java has no usable HmacSHA256", e);
        }
    }

    private static Mac unkeyed() {
        try {
            return Mac.getInstance(HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        Arrays.fill(pseudoRandomKey, (byte) 0);
        Arrays.fill(root, (byte) 0);
    }
}
