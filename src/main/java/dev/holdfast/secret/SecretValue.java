package dev.holdfast.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The value of a secret: 1 byte to 64 KiB of UTF-8, held as bytes of its own and wiped on close.
 *
 * <p>Bytes are copied in and copied out; comparing takes the same time wherever two values differ;
 * {@link #toString()} says nothing. {@link #reveal} is the one way to the bytes, and the architecture test names the
 * few classes that may call it. Not thread-safe against {@link #close()}: whoever opens a value closes it.
 */
public final class SecretValue implements AutoCloseable {

    /** The longest value, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_BYTES_PER_CHAR = 3;

    private final byte[] bytes;
    private boolean closed;

    private SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a value as it came from a JSON string.
     *
     * @throws InvalidInput when it is empty, longer than {@link #MAX_BYTES}, holds a NUL or half a surrogate pair, or
     *     is a placeholder ({@link Placeholders})
     */
    public static SecretValue of(CharSequence text) {
        refuseLength(text.length());
        // Room for the longest case, so that the encoder never grows its buffer and leaves a copy behind.
        byte[] room = new byte[text.length() * MAX_BYTES_PER_CHAR];
        try {
            ByteBuffer out = ByteBuffer.wrap(room);
            CoderResult coded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text), out, true);
            if (coded.isError()) {
                throw InvalidInput.value(
                        "The value holds half of a surrogate pair, which is no text.",
                        "Send the value as valid Unicode.");
            }
            return checked(Arrays.copyOf(room, out.position()));
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    /**
     * Takes a value as bytes of UTF-8; the caller's array is copied. The rules are those of {@link
     * #of(CharSequence)}.
     */
    public static SecretValue ofUtf8(byte[] utf8) {
        refuseLength(utf8.length);
        char[] room = new char[utf8.length];
        try {
            CoderResult decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8), CharBuffer.wrap(room), true);
            if (decoded.isError()) {
                throw InvalidInput.value(
                        "The value is not UTF-8.", "Encode binary values, for instance as base64, and store that.");
            }
        } finally {
            Arrays.fill(room, '\0');
        }
        return checked(utf8.clone());
    }

    /**
     * Takes a value back from a store, which has checked it when it came in; the caller's array is copied. Nothing is
     * checked, so that a secret which someone else stored stays readable.
     */
    public static SecretValue stored(byte[] utf8) {
        return new SecretValue(utf8.clone());
    }

    private static SecretValue checked(byte[] own) {
        try {
            refuseLength(own.length);
            for (byte b : own) {
                if (b == 0) {
                    throw InvalidInput.value(
                            "The value holds a NUL character.",
                            "No .env and no process can carry NUL: encode the value, for instance as base64.");
                }
            }
            Placeholders.refuse(own);
        } catch (InvalidInput e) {
            Arrays.fill(own, (byte) 0);
            throw e;
        }
        return new SecretValue(own);
    }

    /**
     * Refuses nothing and too much; a string has at least one byte a character, so its length serves before encoding.
     */
    private static void refuseLength(int length) {
        if (length == 0) {
            throw InvalidInput.value("The value is empty.", "Send the secret itself, 1 byte to 64 KiB.");
        }
        if (length > MAX_BYTES) {
            throw InvalidInput.value(
                    "The value is longer than 64 KiB.", "Store a key or a password, not a file of this size.");
        }
    }

    /**
     * Lends a copy of the bytes to {@code use} and wipes the copy afterwards, also when {@code use} throws.
     *
     * @throws IllegalStateException when the value was closed
     */
    public <R> R reveal(Function<byte[], R> use) {
        requireOpen();
        byte[] copy = bytes.clone();
        try {
            return use.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /** Length in bytes of UTF-8. */
    public int length() {
        return bytes.length;
    }

    /**
     * Another value of the same bytes, with a life of its own.
     *
     * @throws IllegalStateException when the value was closed
     */
    public SecretValue copy() {
        requireOpen();
        return new SecretValue(bytes.clone());
    }

    /**
     * Whether both hold the same bytes; takes as long for every pair of one length.
     *
     * @throws IllegalStateException when either was closed: two wiped values would be equal
     */
    public boolean sameAs(SecretValue other) {
        requireOpen();
        other.requireOpen();
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the value was closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Always the same words: a value is never part of a message. */
    @Override
    public String toString() {
        return "SecretValue[…]";
    }
}
