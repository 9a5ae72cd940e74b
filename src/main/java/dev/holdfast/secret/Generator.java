package dev.holdfast.secret;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Makes random values of a format, from a number of random bytes. */
public final class Generator {

    public static final String DEFAULT_FORMAT = "base64";
    public static final int DEFAULT_BYTES = 48;
    public static final int LEAST_BYTES = 16;
    public static final int MOST_BYTES = 1024;

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private Generator() {}

    public static String[] formats() {
        return new String[] {"base64", "hex", "alphanumeric", "uuid"};
    }

    /**
     * Makes a value.
     *
     * @param bytes how many random bytes base64 and hex encode; for alphanumeric the number of characters; a UUID has its
     *     own 16
     */
    public static SecretValue generate(String format, int bytes, SecureRandom random) {
        byte[] source = new byte[bytes];
        random.nextBytes(source);
        try {
            return switch (format) {
                case "base64" -> SecretValue.ofUtf8(Base64.getEncoder().encode(source));
                case "hex" -> SecretValue.of(HexFormat.of().formatHex(source));
                case "alphanumeric" -> SecretValue.ofUtf8(alphanumeric(bytes, random));
                case "uuid" -> SecretValue.of(uuid(source));
                default ->
                    throw InvalidInput.argument(
                            "generate has an unknown format.", "Use base64, hex, alphanumeric or uuid.");
            };
        } finally {
            Arrays.fill(source, (byte) 0);
        }
    }

    private static byte[] alphanumeric(int length, SecureRandom random) {
        byte[] alphabet = ALPHANUMERIC.getBytes(StandardCharsets.US_ASCII);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return text;
    }

    /** A random UUID, version 4 (RFC 9562, 5.4), of the first 16 bytes. */
    private static String uuid(byte[] source) {
        long high = (number(source, 0) & ~0xf000L) | 0x4000L;
        long low = (number(source, 8) & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static long number(byte[] source, int from) {
        long number = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            number = (number << 8) | (source[i] & 0xff);
        }
        return number;
    }
}
