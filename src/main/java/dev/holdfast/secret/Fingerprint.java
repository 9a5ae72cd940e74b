package dev.holdfast.secret;

import java.util.Arrays;
import java.util.Base64;

/**
 * A short proof of what is stored, which does not tell what it is: {@code hf1:} and base64url, without padding, of the
 * first 16 bytes of a keyed MAC over path and value.
 *
 * <p>Two stored values of one path are equal when their fingerprints are. Safe to show and to log: without the
 * store's key nobody can compute one for a guess. 16 to 32 bytes are read, so that a later version may write longer
 * ones.
 *
 * @param text the whole text, {@code hf1:} included
 */
public record Fingerprint(String text) {

    private static final String PREFIX = "hf1:";
    private static final int WRITTEN_BYTES = 16;
    private static final int MOST_BYTES = 32;

    /**
     * Takes a fingerprint as it is written.
     *
     * @throws IllegalArgumentException when the text is not of this format
     */
    public Fingerprint {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a fingerprint");
        }
    }

    /**
     * The fingerprint of a MAC of 16 bytes or more; the first 16 count.
     *
     * @throws IllegalArgumentException when the MAC is shorter
     */
    public static Fingerprint ofMac(byte[] mac) {
        if (mac.length < WRITTEN_BYTES) {
            throw new IllegalArgumentException("a MAC has 16 bytes or more");
        }
        byte[] head = Arrays.copyOf(mac, WRITTEN_BYTES);
        return new Fingerprint(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(head));
    }

    private static boolean isValid(String text) {
        if (!text.startsWith(PREFIX) || text.endsWith("=")) {
            return false;
        }
        try {
            byte[] mac = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            return mac.length >= WRITTEN_BYTES && mac.length <= MOST_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The text itself: nothing about it is secret. */
    @Override
    public String toString() {
        return text;
    }
}
