package dev.holdfast.dotenv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a file after the treatment of carriage returns with which a dialect begins, each with its line number.
 *
 * <p>Bytes that are no UTF-8 become replacement characters, as in Node. Holds secrets: {@link #wipe()} when done.
 */
final class DialectText {

    private final char[] chars;
    private final int[] lines;
    private final int length;

    private DialectText(char[] chars, int[] lines, int length) {
        this.chars = chars;
        this.lines = lines;
        this.length = length;
    }

    /** Every carriage return, with or without a line feed after it, is a line feed: npm dotenv, and Python's text mode. */
    static DialectText joiningCarriageReturns(byte[] utf8) {
        return of(utf8, true);
    }

    /** Every carriage return is dropped: Node. */
    static DialectText withoutCarriageReturns(byte[] utf8) {
        return of(utf8, false);
    }

    private static DialectText of(byte[] utf8, boolean join) {
        char[] source = EnvUtf8.decodeReplacing(utf8);
        char[] kept = new char[source.length];
        int[] lines = new int[source.length];
        int length = 0;
        int line = 1;
        for (int i = 0; i < source.length; i++) {
            boolean lone = source[i] == '\r' && (i + 1 == source.length || source[i + 1] != '\n');
            if (source[i] != '\r' || (join && lone)) {
                kept[length] = source[i] == '\r' ? '\n' : source[i];
                lines[length++] = line;
            }
            if (lone || source[i] == '\n') {
                line++;
            }
        }
        Arrays.fill(source, '\0');
        return new DialectText(kept, lines, length);
    }

    int length() {
        return length;
    }

    char at(int index) {
        return chars[index];
    }

    /** Whether {@code index} lies inside and holds {@code c}. */
    boolean is(int index, char c) {
        return index < length && chars[index] == c;
    }

    boolean startsWith(String word, int index) {
        if (index + word.length() > length) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (chars[index + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first place of {@code c} in {@code [from, to)}, or -1. */
    int find(char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** The characters in {@code [from, to)}, as an array of the caller's own. */
    char[] slice(int from, int to) {
        return Arrays.copyOfRange(chars, from, to);
    }

    Binding binding(int nameFrom, int nameTo, char @Nullable [] value) {
        int line = nameFrom < length ? lines[nameFrom] : 1;
        return new Binding(new String(chars, nameFrom, nameTo - nameFrom), line, value);
    }

    void wipe() {
        Arrays.fill(chars, '\0');
    }
}
