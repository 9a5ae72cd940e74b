package dev.holdfast.dotenv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One change to the bytes of a file: the value of one name is put in place of the old one, or a line is added at the end.
 *
 * <p>Every other byte stays. Of a repeated name the last line is changed, because the last one counts for every reader. An
 * added line ends like the file's last line end does (with a line feed where there is none yet), and is set apart from a
 * last line that has no end. A pure function; whether the result reads as meant is for {@link EnvProof} to say.
 */
final class EnvEdit {

    private EnvEdit() {}

    /** The bytes of {@code file} with {@code encoded} as the value of {@code name}; the arguments stay as they are. */
    static byte[] put(byte[] file, String name, byte[] encoded) {
        EnvLayout.Span span = EnvLayout.lastValueOf(name, file);
        return span == null ? append(file, name, encoded) : splice(file, span, encoded);
    }

    private static byte[] splice(byte[] file, EnvLayout.Span span, byte[] encoded) {
        byte[] result = new byte[file.length - (span.end() - span.start()) + encoded.length];
        System.arraycopy(file, 0, result, 0, span.start());
        System.arraycopy(encoded, 0, result, span.start(), encoded.length);
        int rest = file.length - span.end();
        System.arraycopy(file, span.end(), result, span.start() + encoded.length, rest);
        return result;
    }

    private static byte[] append(byte[] file, String name, byte[] encoded) {
        byte[] newline = newlineOf(file);
        byte[] start = (name + "=").getBytes(StandardCharsets.UTF_8);
        // After a byte order mark alone a line is begun too: two of the readers take the mark for a part of a first
        // name.
        byte[] gap = file.length == 0 || file[file.length - 1] == '\n' ? new byte[0] : newline;
        byte[] result = Arrays.copyOf(file, file.length + gap.length + start.length + encoded.length + newline.length);
        int at = file.length;
        for (byte[] part : new byte[][] {gap, start, encoded, newline}) {
            System.arraycopy(part, 0, result, at, part.length);
            at += part.length;
        }
        return result;
    }

    private static byte[] newlineOf(byte[] file) {
        for (int i = file.length - 1; i >= 0; i--) {
            if (file[i] == '\n') {
                return i > 0 && file[i - 1] == '\r' ? new byte[] {'\r', '\n'} : new byte[] {'\n'};
            }
        }
        return new byte[] {'\n'};
    }
}
