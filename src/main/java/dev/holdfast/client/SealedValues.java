package dev.holdfast.client;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The form of a snapshot: 8 bytes of mark, 12 of nonce, and the values under AES-256-GCM.
 *
 * <p>The key comes from the service token, and the address of the service is bound to it: with another token or for
 * another service a file opens no more than a changed one does.
 */
final class SealedValues {

    /** How every snapshot begins. */
    static final byte[] MARK = "HFKEYS01".getBytes(StandardCharsets.US_ASCII);

    private static final String USE = "holdfast client snapshot 1";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int SHORTEST = 8 + NONCE + TAG_BITS / Byte.SIZE;

    private final SecretKey key;
    private final byte[] address;
    private final SecureRandom random = new SecureRandom();

    SealedValues(Credential credential, ServiceAddress address) {
        this.key = credential.keyFor(USE);
        this.address = address.toString().getBytes(StandardCharsets.UTF_8);
    }

    static boolean marked(byte[] file) {
        return file.length >= MARK.length && Arrays.equals(file, 0, MARK.length, MARK, 0, MARK.length);
    }

    byte[] seal(List<Held> values) throws IOException {
        byte[] plain = plain(values);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            return ByteBuffer.allocate(MARK.length + NONCE + sealed.length)
                    .put(MARK)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot be sealed");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The values of a file; none when it is not one that this key has sealed. */
    List<Held> open(byte[] file) {
        // The JDK answers a text that is shorter than its tag with a fault of its own kind.
        if (!marked(file) || file.length < SHORTEST) {
            return List.of();
        }
        byte[] plain = {};
        try {
            byte[] nonce = Arrays.copyOfRange(file, MARK.length, MARK.length + NONCE);
            plain = cipher(Cipher.DECRYPT_MODE, nonce)
                    .doFinal(file, MARK.length + NONCE, file.length - MARK.length - NONCE);
            return values(ByteBuffer.wrap(plain));
        } catch (GeneralSecurityException | BufferUnderflowException e) {
            return List.of();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(MARK);
        cipher.updateAAD(address);
        return cipher;
    }

    private static byte[] plain(List<Held> values) {
        int size = Integer.BYTES;
        for (Held held : values) {
            size += 2 * Integer.BYTES + 2 * Long.BYTES + utf8(held.path()).length + held.bytes().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).putInt(values.size());
        for (Held held : values) {
            put(out, utf8(held.path()));
            put(out, held.bytes());
            out.putLong(held.version()).putLong(held.fetchedAt().toEpochMilli());
        }
        return out.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer out, byte[] part) {
        out.putInt(part.length).put(part);
    }

    /** None of them is fresh: whoever starts asks the service first. */
    private static List<Held> values(ByteBuffer in) {
        List<Held> values = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            String path = new String(part(in), StandardCharsets.UTF_8);
            byte[] bytes = part(in);
            long version = in.getLong();
            Instant fetchedAt = Instant.ofEpochMilli(in.getLong());
            values.add(new Held(path, bytes, version, fetchedAt, fetchedAt));
        }
        return values;
    }

    private static byte[] part(ByteBuffer in) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part;
    }
}
