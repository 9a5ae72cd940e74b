package dev.holdfast.mask;

import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * A value as base64 shows it, alone or within longer text: in both alphabets and all three places that it can have in a
 * group, with and without padding; and alone in lines of 64 and of 76 characters.
 *
 * <p>Within longer text the first and the last character also carry bits of what stands beside the value, so they are not
 * looked for: up to four bits at either end stay visible.
 */
final class Base64Forms {

    private static final int BITS = 6;
    private static final int GROUP = 3;
    private static final int[] LINES = {76, 64};

    private Base64Forms() {}

    static void of(byte[] value, boolean lines, Consumer<byte[]> form) {
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            for (int before = 0; before < GROUP; before++) {
                aligned(value, before, encoder, form);
            }
        }
        if (lines) {
            wrapped(value, form);
        }
    }

    /** The value behind {@code before} bytes that are not known. */
    private static void aligned(byte[] value, int before, Base64.Encoder encoder, Consumer<byte[]> form) {
        byte[] shifted = new byte[before + value.length];
        System.arraycopy(value, 0, shifted, before, value.length);
        byte[] padded = encoder.encode(shifted);
        int bits = Byte.SIZE * shifted.length;
        int first = (Byte.SIZE * before + BITS - 1) / BITS;
        form.accept(Arrays.copyOfRange(padded, first, bits / BITS)); // whatever follows
        form.accept(Arrays.copyOfRange(padded, first, (bits + BITS - 1) / BITS)); // at the end
        form.accept(Arrays.copyOfRange(padded, first, padded.length)); // at the end, padded
        Arrays.fill(shifted, (byte) 0);
        Arrays.fill(padded, (byte) 0);
    }

    private static void wrapped(byte[] value, Consumer<byte[]> form) {
        byte[] padded = Base64.getEncoder().encode(value);
        for (int width : LINES) {
            for (int start = 0; padded.length > width && start < padded.length; start += width) {
                form.accept(Arrays.copyOfRange(padded, start, Math.min(padded.length, start + width)));
            }
        }
        Arrays.fill(padded, (byte) 0);
    }
}
