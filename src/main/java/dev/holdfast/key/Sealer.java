package dev.holdfast.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals bytes with AES-256-GCM, together with the place they belong to.
 *
 * <p>A sealed text is a nonce of 12 random bytes, the cipher text and a tag of 16 bytes. The place is authenticated but not
 * in it: what was sealed for one place does not open in another. A data key seals the versions of one secret alone, far
 * below the 2^32 messages that random nonces allow (NIST SP 800-38D, 8.3). Thread-safe.
 */
public final class Sealer {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String AES_GCM = "AES/GCM/NoPadding";

    /** Looked for once: to search all providers for it costs more than to open a value. */
    private static final Provider PROVIDER = provider();

    private final SecureRandom random;

    public Sealer(SecureRandom random) {
        this.random = random;
    }

    /** A fresh key for {@link #seal}. */
    public byte[] newKey() {
        byte[] key = new byte[MasterKey.LENGTH];
        random.nextBytes(key);
        return key;
    }

    public byte[] seal(byte[] key, byte[] place, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws GeneralSecurityException when the key, the place or a single bit is another
     */
    public static byte[] open(byte[] key, byte[] place, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        return cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    /** A place in words: each part with its length before it, so that no two places look alike. */
    public static byte[] place(String... parts) {
        StringBuilder place = new StringBuilder();
        for (String part : parts) {
            place.append(part.length()).append(':').append(part);
        }
        return place.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(AES_GCM).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(AES_GCM, PROVIDER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
