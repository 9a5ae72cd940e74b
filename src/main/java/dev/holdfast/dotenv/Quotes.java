package dev.holdfast.dotenv;

/**
 * Where a quoted value ends, for the two dialects whose pattern is {@code '(?:\\'|[^'])*'}.
 *
 * <p>The pattern prefers the first quote without a backslash before it; a quote behind a backslash ends the value only
 * where nothing else can, the last such first. Written out by hand, because the pattern itself would need a stack frame
 * of Java for each character.
 */
final class Quotes {

    private Quotes() {}

    /** The first quote after the one at {@code open} that has no backslash before it, or the text's length. */
    static int firstUnescaped(DialectText text, int open) {
        char quote = text.at(open);
        int i = open + 1;
        while (i < text.length() && !(text.at(i) == quote && text.at(i - 1) != '\\')) {
            i++;
        }
        return i;
    }

    /** The last quote of the same kind in {@code (open, before)}, or -1. */
    static int lastBefore(DialectText text, int open, int before) {
        for (int i = before - 1; i > open; i--) {
            if (text.at(i) == text.at(open)) {
                return i;
            }
        }
        return -1;
    }
}
