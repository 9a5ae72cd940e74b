package dev.holdfast.mask;

import java.util.function.Consumer;

/** A value as hexadecimal digits without gaps, in upper and lower case. */
final class HexForms {

    private static final String LOWER = "0123456789abcdef";
    private static final String UPPER = "0123456789ABCDEF";

    private HexForms() {}

    static void of(byte[] value, Consumer<byte[]> form) {
        for (boolean upper : new boolean[] {true, false}) {
            ByteSink sink = new ByteSink();
            for (byte b : value) {
                sink.add(digit(b >> 4, upper)).add(digit(b, upper));
            }
            form.accept(sink.take());
        }
    }

    /** The digit of the lower four bits. */
    static char digit(int bits, boolean upper) {
        return (upper ? UPPER : LOWER).charAt(bits & 0xF);
    }
}
