package dev.holdfast.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/** Bytes of UTF-8 lent as characters, without a String that nobody could wipe. */
final class Utf8 {

    private Utf8() {}

    /**
     * Lends the characters of {@code utf8} to {@code use} and wipes them afterwards; what is no UTF-8 reads as
     * U+FFFD.
     */
    static <R> R lend(byte[] utf8, Function<CharBuffer, R> use) {
        // No byte becomes more than one char, so the decoder never grows its buffer and leaves a copy behind.
        char[] room = new char[utf8.length];
        try {
            CharBuffer chars = CharBuffer.wrap(room);
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(utf8), chars, true);
            return use.apply(chars.flip());
        } finally {
            Arrays.fill(room, '\0');
        }
    }
}
