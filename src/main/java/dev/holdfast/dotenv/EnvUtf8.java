package dev.holdfast.dotenv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** UTF-8 to characters and back through arrays that are wiped, because no String can be. */
final class EnvUtf8 {

    private static final int MAX_BYTES_PER_CHAR = 3;

    private EnvUtf8() {}

    /** The characters, or nothing when {@code utf8} is malformed. */
    static Optional<char[]> decode(byte[] utf8) {
        return decode(utf8, CodingErrorAction.REPORT);
    }

    /** The characters, with a replacement character for what is malformed, as Node does it. */
    static char[] decodeReplacing(byte[] utf8) {
        return decode(utf8, CodingErrorAction.REPLACE).orElseGet(() -> new char[0]);
    }

    static boolean isValid(byte[] utf8) {
        Optional<char[]> chars = decode(utf8);
        chars.ifPresent(own -> Arrays.fill(own, '\0'));
        return chars.isPresent();
    }

    static byte[] encode(char[] chars) {
        ByteBuffer buffer = ByteBuffer.allocate(chars.length * MAX_BYTES_PER_CHAR);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(chars), buffer, true);
        byte[] encoded = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        return encoded;
    }

    private static Optional<char[]> decode(byte[] utf8, CodingErrorAction onMalformed) {
        CharBuffer buffer = CharBuffer.allocate(utf8.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(onMalformed)
                .onUnmappableCharacter(onMalformed);
        boolean valid = !decoder.decode(ByteBuffer.wrap(utf8), buffer, true).isError()
                && !decoder.flush(buffer).isError();
        char[] decoded = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), '\0');
        return valid ? Optional.of(decoded) : Optional.empty();
    }
}
