package dev.holdfast.backup;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.key.MasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A stream sealed in chunks with AES-256-GCM, under a key that only this one file has.
 *
 * <p>The nonce of a chunk is its number and whether it is the last: one that is changed, moved, left out or put in from another
 * file does not open, and neither does a file that was cut at the end of a chunk (the STREAM construction, as age uses it).
 * {@code docs/file-format.md} has the layout.
 */
final class SealedFile {

    private static final byte[] MAGIC = "holdfast-backup\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int SALT = 32;
    private static final int CHECK = 16;
    private static final int HEAD = MAGIC.length + 1 + SALT + CHECK;
    private static final int CHUNK = 1 << 20;
    private static final int TAG = 16;
    private static final int NONCE = 12;

    private final byte[] head;
    private final SecretKeySpec key;

    private SealedFile(byte[] head, byte[] fileKey) {
        this.head = head;
        this.key = new SecretKeySpec(fileKey, "AES");
    }

    /** Seals all of {@code plain}. */
    static void seal(MasterKey master, SecureRandom random, InputStream plain, OutputStream sealed) throws IOException {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] head = ByteBuffer.allocate(HEAD)
                .put(MAGIC)
                .put(VERSION)
                .put(salt)
                .put(derived(master, "check", salt), 0, CHECK)
                .array();
        sealed.write(head);
        new SealedFile(head, derived(master, "chunks", salt))
                .each(Cipher.ENCRYPT_MODE, CHUNK, new PushbackInputStream(plain), sealed);
    }

    /**
     * Opens all of {@code sealed}. What was written to {@code plain} counts only when this returns.
     *
     * @throws Refusal when it is no backup, one of another key, or not whole and unchanged
     */
    static void open(MasterKey master, InputStream sealed, OutputStream plain) throws IOException {
        byte[] head = sealed.readNBytes(HEAD);
        if (head.length < HEAD || !Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC)) {
            throw refusal("The file is no backup of Holdfast.", "Name a file that 'holdfast backup' made.");
        }
        if (head[MAGIC.length] != VERSION) {
            throw refusal("The backup was made by a newer Holdfast.", "Restore it with that version or a later one.");
        }
        int afterVersion = MAGIC.length + 1;
        byte[] salt = Arrays.copyOfRange(head, afterVersion, afterVersion + SALT);
        byte[] check = Arrays.copyOfRange(head, afterVersion + SALT, HEAD);
        if (!MessageDigest.isEqual(check, Arrays.copyOf(derived(master, "check", salt), CHECK))) {
            throw refusal(
                    "The backup does not open under this master key: it is of another key, or its head was changed.",
                    "Put the key that was in use when the backup was made into the home folder, and call again.");
        }
        new SealedFile(head, derived(master, "chunks", salt))
                .each(Cipher.DECRYPT_MODE, CHUNK + TAG, new PushbackInputStream(sealed), plain);
    }

    private static byte[] derived(MasterKey master, String use, byte[] salt) {
        byte[] key = master.deriveOwn("holdfast/backup/v1");
        try {
            byte[] word = use.getBytes(StandardCharsets.US_ASCII);
            return MasterKey.hmac(
                    key,
                    ByteBuffer.allocate(word.length + salt.length)
                            .put(word)
                            .put(salt)
                            .array());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private void each(int mode, int size, PushbackInputStream in, OutputStream out) throws IOException {
        boolean last = false;
        for (long number = 0; !last; number++) {
            byte[] chunk = in.readNBytes(size);
            int next = in.read();
            last = next < 0;
            if (!last) {
                in.unread(next);
            }
            out.write(one(mode, number, last, chunk));
        }
    }

    private byte[] one(int mode, long number, boolean last, byte[] chunk) {
        byte[] nonce = ByteBuffer.allocate(NONCE)
                .putLong(number)
                .put(NONCE - 1, (byte) (last ? 1 : 0))
                .array();
        try {
            // The key is of this file alone and the number of this chunk alone, so no nonce comes twice.
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            cipher.updateAAD(head);
            return cipher.doFinal(chunk);
        } catch (GeneralSecurityException e) {
            throw refusal(
                    "The backup was changed or is not whole.",
                    "Take another copy of it, or an older backup; nothing in the home folder was changed.");
        }
    }

    private static Refusal refusal(String problem, String hint) {
        return new Refusal(Reason.INVALID_ARGUMENT, problem, hint);
    }
}
