package dev.holdfast.audit.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a row: HMAC-SHA256 over its fields, the chain's name, its number and the hash of the row before.
 *
 * <p>Whoever lacks the key can neither make nor mend a row. Immutable.
 */
final class Chain {

    /** What the first row has as the hash before it. */
    static final String GENESIS = "0".repeat(64);

    /** The chain of accesses in a SQLite file. */
    static final String MAIN = "main";

    private static final String HMAC = "HmacSHA256";

    /** Copied for each use: the search for an algorithm, and the key's own rounds, cost more than a row's hash. */
    private final Mac keyed;

    private final String name;

    Chain(byte[] key, String name) {
        this(keyed(key), name);
    }

    private Chain(Mac keyed, String name) {
        this.keyed = keyed;
        this.name = name;
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac keyed = Mac.getInstance(HMAC);
            keyed.init(new SecretKeySpec(key, HMAC));
            return keyed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    /** A chain of another name under the same key. */
    Chain named(String other) {
        return new Chain(keyed, other);
    }

    String name() {
        return name;
    }

    Hasher hasher() {
        return new Hasher(mac());
    }

    /** For messages of one's own, which must begin unlike a row's: not with four bytes of length. */
    Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's HmacSHA256 cannot be copied", e);
        }
    }

    String hash(@Nullable Object[] values, long seq, String previous) {
        return hash(hasher(), values, seq, previous);
    }

    /** As the other, for many rows by one thread. */
    String hash(Hasher hasher, @Nullable Object[] values, long seq, String previous) {
        for (Object value : values) {
            hasher.part(value);
        }
        return hasher.part(name).part(seq).part(previous).hash();
    }

    /** The seal of the chain's end: without the key nobody can cut the last row and mend the end. */
    String head(long seq, String hash) {
        return hasher().part("head").part(name).part(seq).part(hash).hash();
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
