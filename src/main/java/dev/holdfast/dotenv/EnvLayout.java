package dev.holdfast.dotenv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in the bytes of a file the value of a name stands, quotes included, comment and blanks around it not.
 *
 * <p>This is only where a change is tried; that it was the right place is proven afterwards by reading the whole result in
 * every dialect ({@link EnvProof}). A number sign begins a comment when a blank stands before it; without one it belongs
 * to the value, because what python-dotenv takes for the end of a secret must not stay behind as a comment.
 */
final class EnvLayout {

    /** The bytes {@code [start, end)} of a value; empty where nothing stands behind the equals sign. */
    record Span(int start, int end) {}

    /**
     * The bytes {@code [start, end)} of a line, or of several where a value in quotes goes on; {@code name} and {@code
     * value} are null where it gives no name a value.
     */
    record Piece(
            int start,
            int end,
            @Nullable Span name,
            @Nullable Span value) {}

    private final byte[] file;
    private int at;

    private EnvLayout(byte[] file) {
        this.file = file;
        this.at = byteOrderMarkLength(file);
    }

    /** The value of the last line that assigns {@code name}, or null when none does. */
    static @Nullable Span lastValueOf(String name, byte[] file) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        Span last = null;
        for (Piece piece : pieces(file)) {
            Span found = piece.name;
            if (found != null && Arrays.equals(file, found.start, found.end, wanted, 0, wanted.length)) {
                last = piece.value;
            }
        }
        return last;
    }

    /** All of a file behind its byte order mark, piece by piece. */
    static List<Piece> pieces(byte[] file) {
        EnvLayout layout = new EnvLayout(file);
        List<Piece> pieces = new ArrayList<>();
        while (layout.at < file.length) {
            pieces.add(layout.nextPiece());
        }
        return pieces;
    }

    /** 3 when the file begins with the mark of UTF-8, else 0. */
    static int byteOrderMarkLength(byte[] file) {
        boolean marked = file.length >= 3 && file[0] == (byte) 0xEF && file[1] == (byte) 0xBB && file[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    private Piece nextPiece() {
        int start = at;
        int nameStart = afterExport(skipBlanks(at));
        int nameEnd = nameStart;
        while (nameEnd < file.length && EnvChars.isNameChar((char) file[nameEnd])) {
            nameEnd++;
        }
        int equals = skipBlanks(nameEnd);
        if (nameEnd == nameStart || !is(equals, '=')) {
            at = afterLine(lineEnd(at));
            return new Piece(start, at, null, null);
        }
        Span value = valueBehind(equals + 1);
        at = afterLine(lineEnd(value.end));
        return new Piece(start, at, new Span(nameStart, nameEnd), value);
    }

    private int afterExport(int from) {
        for (int i = 0; i < 6; i++) {
            if (!is(from + i, "export".charAt(i))) {
                return from;
            }
        }
        int behind = skipBlanks(from + 6);
        boolean isName = behind > from + 6 && behind < file.length && EnvChars.isNameChar((char) file[behind]);
        return isName ? behind : from;
    }

    private Span valueBehind(int equals) {
        int start = skipBlanks(equals);
        int close = start < file.length && EnvChars.isQuote((char) file[start]) ? closingQuote(start) : -1;
        if (close >= 0) {
            return new Span(start, close + 1);
        }
        if (is(start, '#') && start > equals) {
            return new Span(equals, equals);
        }
        int lineEnd = lineEnd(start);
        int end = start;
        while (end < lineEnd && !(isBlank(file[end]) && is(skipBlanks(end), '#'))) {
            end = isBlank(file[end]) ? skipBlanks(end) : end + 1;
        }
        while (end > start && isBlank(file[end - 1])) {
            end--;
        }
        return new Span(start, end);
    }

    /** As npm dotenv has it: the first quote without a backslash before it, else the last one behind a backslash. */
    private int closingQuote(int open) {
        int close = open + 1;
        while (close < file.length && !(file[close] == file[open] && file[close - 1] != '\\')) {
            close++;
        }
        if (close < file.length) {
            return endsLine(close + 1) ? close : -1;
        }
        for (int i = file.length - 1; i > open; i--) {
            if (file[i] == file[open] && endsLine(i + 1)) {
                return i;
            }
        }
        return -1;
    }

    private boolean endsLine(int from) {
        int i = skipBlanks(from);
        return i == file.length || isNewline(file[i]) || file[i] == '#';
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < file.length && isBlank(file[i])) {
            i++;
        }
        return i;
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < file.length && !isNewline(file[i])) {
            i++;
        }
        return i;
    }

    private int afterLine(int lineEnd) {
        int length = is(lineEnd, '\r') && is(lineEnd + 1, '\n') ? 2 : 1;
        return Math.min(lineEnd + length, file.length);
    }

    private boolean is(int index, char c) {
        return index < file.length && file[index] == c;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isNewline(byte b) {
        return b == '\n' || b == '\r';
    }
}
