package dev.holdfast.secret;

import java.nio.CharBuffer;
import java.util.Arrays;

/**
 * Whether a text tells a value: holds the whole of it, or 8 characters of it in a row.
 *
 * <p>Of a value of 8 characters or more, any 8 in a row tell it; schemes such as {@code postgresql://} are left out
 * of the count. A value of 4 to 7 is told when it stands in the text anywhere, one of 2 or 3 when it stands there as
 * a word. A single character is found in every text and says nothing. Upper and lower case differ.
 */
final class ValueOverlap {

    private static final int TELLING = 8;
    private static final int WORD_ONLY = 3;
    private static final int LONGEST_SCHEME = 24;

    private ValueOverlap() {}

    static boolean tells(String text, SecretValue value) {
        return value.reveal(bytes -> Utf8.lend(bytes, chars -> tells(text, chars)));
    }

    private static boolean tells(String text, CharBuffer value) {
        int length = value.length();
        if (length < TELLING) {
            return length > 1 && holds(text, value, length <= WORD_ONLY);
        }
        return holds(text, value, false) || hasRun(text, value);
    }

    private static boolean holds(String text, CharBuffer value, boolean asWord) {
        int length = value.length();
        for (int i = 0; i + length <= text.length(); i++) {
            if (startsWith(text, i, value) && (!asWord || isWord(text, i, i + length))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(String text, int from, int to) {
        boolean begins = from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1));
        return begins && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
    }

    /**
     * One row of the table of common substrings per character of the value: the time is the product of both lengths
     * whatever they hold, so no text is slow on purpose.
     */
    private static boolean hasRun(String text, CharBuffer value) {
        int[] runs = new int[text.length() + 1];
        for (int i = 0; i < value.length(); i++) {
            int schemeEnd = schemeEnd(value, i);
            if (schemeEnd > i) {
                Arrays.fill(runs, 0);
                i = schemeEnd - 1;
                continue;
            }
            for (int j = text.length(); j > 0; j--) {
                runs[j] = text.charAt(j - 1) == value.get(i) ? runs[j - 1] + 1 : 0;
                if (runs[j] >= TELLING) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where the scheme that begins at {@code from} ends, after its slashes, or {@code from} when none begins there. */
    private static int schemeEnd(CharBuffer value, int from) {
        int to = from;
        while (to < value.length() && to - from < LONGEST_SCHEME && isOfScheme(value.get(to))) {
            to++;
        }
        boolean slashes = to > from && startsWith(value, to, "://");
        // "jdbc:postgresql://": the colon inside belongs to the scheme.
        boolean jdbc = to - from == 4 && startsWith(value, from, "jdbc:");
        return slashes ? to + 3 : jdbc ? to + 1 : from;
    }

    private static boolean isOfScheme(char c) {
        return KeyPathRules.isLetterOrDigit(c) || c == '+' || c == '.' || c == '-';
    }

    private static boolean startsWith(CharSequence text, int from, CharSequence wanted) {
        if (from + wanted.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text.charAt(from + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
