package dev.holdfast.mask;

import java.util.Arrays;

/** Bytes that grow, and that leave no copy behind. */
final class ByteSink {

    private static final int FIRST = 64;

    private byte[] bytes = new byte[FIRST];
    private int length;

    ByteSink add(int value) {
        if (length == bytes.length) {
            byte[] grown = Arrays.copyOf(bytes, length * 2);
            Arrays.fill(bytes, (byte) 0);
            bytes = grown;
        }
        bytes[length++] = (byte) value;
        return this;
    }

    ByteSink add(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            add(ascii.charAt(i));
        }
        return this;
    }

    /** The bytes so far; the sink is empty and wiped afterwards. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        Arrays.fill(bytes, (byte) 0);
        length = 0;
        return taken;
    }
}
