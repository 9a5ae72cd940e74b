package dev.holdfast.audit.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a row: HMAC-SHA256 over its fields, the chain's name, its number and the hash of the row before.
 *
 * <p>Each field is preceded by its length, a field that says nothing by -1, so that no two rows look alike. Whoever lacks
 * the key can neither make nor mend a row. Immutable.
 */
final class Chain {

    /** What the first row has as the hash before it. */
    static final String GENESIS = "0".repeat(64);

    /** The one chain of a SQLite file. */
    static final String MAIN = "main";

    private static final String HMAC = "HmacSHA256";

    /** Copied for each hash: the search for an algorithm, and the key's own rounds, cost more than a row's hash. */
    private final Mac keyed;

    Chain(byte[] key) {
        try {
            keyed = Mac.getInstance(HMAC);
            keyed.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    String hash(Map<String, @Nullable Object> fields, long seq, String previous) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(512);
        Columns.NAMES.forEach(name -> part(message, fields.get(name)));
        part(message, MAIN);
        part(message, seq);
        part(message, previous);
        return mac(message.toByteArray());
    }

    /** The seal of the chain's end: without the key nobody can cut the last row and mend the end. */
    String head(long seq, String hash) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(128);
        part(message, "head");
        part(message, MAIN);
        part(message, seq);
        part(message, hash);
        return mac(message.toByteArray());
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static void part(ByteArrayOutputStream message, @Nullable Object field) {
        byte[] bytes = field == null ? null : field.toString().getBytes(StandardCharsets.UTF_8);
        int length = bytes == null ? -1 : bytes.length;
        message.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        if (bytes != null) {
            message.writeBytes(bytes);
        }
    }

    private String mac(byte[] message) {
        try {
            return HexFormat.of().formatHex(((Mac) keyed.clone()).doFinal(message));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's HmacSHA256 cannot be copied", e);
        }
    }
}
