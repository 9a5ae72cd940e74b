package dev.holdfast.dotenv;

import static dev.holdfast.dotenv.EnvChars.isLineEnd;
import static dev.holdfast.dotenv.EnvChars.isQuote;
import static dev.holdfast.dotenv.EnvChars.isSpace;

import java.util.Arrays;

/**
 * What npm dotenv makes of the characters after the separator: trimmed, quotes taken off, then, if they began with a
 * double quote, {@code \n} and {@code \r} turned into the characters they stand for.
 */
final class NpmDotenvValue {

    private final char[] chars;
    private int length;

    private NpmDotenvValue(char[] chars) {
        this.chars = chars;
        this.length = chars.length;
    }

    static char[] read(DialectText text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(text.at(start))) {
            start++;
        }
        while (end > start && isSpace(text.at(end - 1))) {
            end--;
        }
        boolean expands = start < end && text.at(start) == '"';
        NpmDotenvValue value = new NpmDotenvValue(text.slice(start, end));
        value.dropQuotes();
        if (expands) {
            value.expand('n', '\n');
            value.expand('r', '\r');
        }
        return value.taken();
    }

    /** {@code /^(['"`])([\s\S]*)\1$/mg}: quotes at both ends of the value, or of lines within it. */
    private void dropQuotes() {
        int out = 0;
        int i = 0;
        while (i < length) {
            boolean lineStart = i == 0 || isLineEnd(chars[i - 1]);
            int close = lineStart && isQuote(chars[i]) ? closing(i) : -1;
            if (close < 0) {
                chars[out++] = chars[i++];
                continue;
            }
            System.arraycopy(chars, i + 1, chars, out, close - i - 1);
            out += close - i - 1;
            i = close + 1;
        }
        length = out;
    }

    private int closing(int open) {
        for (int i = length - 1; i > open; i--) {
            if (chars[i] == chars[open] && (i + 1 == length || isLineEnd(chars[i + 1]))) {
                return i;
            }
        }
        return -1;
    }

    private void expand(char letter, char meant) {
        int out = 0;
        for (int i = 0; i < length; i++) {
            boolean escape = chars[i] == '\\' && i + 1 < length && chars[i + 1] == letter;
            chars[out++] = escape ? meant : chars[i];
            if (escape) {
                i++;
            }
        }
        length = out;
    }

    private char[] taken() {
        char[] own = Arrays.copyOf(chars, length);
        Arrays.fill(chars, '\0');
        return own;
    }
}
