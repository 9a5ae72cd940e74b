package dev.holdfast.agent;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A pair of RSA keys for RS256. Its id is a hash of the public part, so that none can be passed off as another.
 *
 * <p>Immutable; its text is its id.
 */
public final class SigningKey {

    private static final String RSA = "RSA";
    private static final int BITS = 2048;
    private static final int ID_BYTES = 12;

    private final RSAPublicKey publicKey;
    private final PrivateKey privateKey;

    private SigningKey(RSAPublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** A new pair. */
    public static SigningKey make(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(RSA);
            generator.initialize(BITS, random);
            var pair = generator.generateKeyPair();
            return new SigningKey((RSAPublicKey) pair.getPublic(), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSA");
        }
    }

    /**
     * The pair that was kept.
     *
     * @param x509 the public part
     * @param pkcs8 the private part; wiped here
     * @throws IllegalArgumentException when they are no RSA keys
     */
    public static SigningKey of(byte[] x509, byte[] pkcs8) {
        try {
            KeyFactory factory = KeyFactory.getInstance(RSA);
            return new SigningKey(
                    (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(x509)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no RSA keys");
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** The name by which tokens refer to it ({@code kid}). */
    public String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256");
        }
    }

    public RSAPublicKey publicKey() {
        return publicKey;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /** The private part in PKCS #8, to be sealed; the caller wipes it. */
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
