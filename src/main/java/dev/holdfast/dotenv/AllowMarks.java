package dev.holdfast.dotenv;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/**
 * The lines of a text that carry {@code # holdfast:allow}: behind an assignment, or alone, for the line below.
 *
 * <p>Reasons may follow. What a reader takes for a part of a value is no comment, see {@link #isIn}.
 */
final class AllowMarks {

    private static final String WORD = "holdfast:allow";

    private final BitSet behind = new BitSet();
    private final BitSet alone = new BitSet();

    private AllowMarks() {}

    static AllowMarks of(byte[] utf8) {
        AllowMarks marks = new AllowMarks();
        char[] chars = EnvUtf8.decodeReplacing(utf8);
        int line = 1;
        int start = 0;
        for (int i = 0; i <= chars.length; i++) {
            boolean end = i == chars.length || chars[i] == '\n' || chars[i] == '\r';
            if (end) {
                marks.read(chars, start, i, line);
                if (i + 1 < chars.length && chars[i] == '\r' && chars[i + 1] == '\n') {
                    i++;
                }
                start = i + 1;
                line++;
            }
        }
        Arrays.fill(chars, '\0');
        return marks;
    }

    private void read(char[] chars, int from, int to, int line) {
        int word = find(chars, from, to);
        if (word < 0) {
            return;
        }
        int sign = word;
        while (sign > from && EnvChars.isSpace(chars[sign - 1])) {
            sign--;
        }
        sign--;
        if (sign < from || chars[sign] != '#' || !ends(chars, word + WORD.length(), to)) {
            return;
        }
        int text = from;
        while (text < sign && EnvChars.isSpace(chars[text])) {
            text++;
        }
        if (text == sign) {
            alone.set(line);
        } else if (EnvChars.isSpace(chars[sign - 1])) {
            behind.set(line);
        }
    }

    private static boolean ends(char[] chars, int at, int to) {
        return at >= to || !(Character.isLetterOrDigit(chars[at]) || chars[at] == '-' || chars[at] == '_');
    }

    private static int find(char[] chars, int from, int to) {
        for (int i = from; i + WORD.length() <= to; i++) {
            if (matches(chars, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(char[] chars, int at) {
        for (int i = 0; i < WORD.length(); i++) {
            if (chars[at + i] != WORD.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the word stands in a value as a reader got it. */
    static boolean isIn(char[] value) {
        return find(value, 0, value.length) >= 0;
    }

    /** Whether the line of a name is marked; a mark above counts where no value of the text holds the word. */
    boolean allows(int line, boolean above) {
        return behind.get(line) || (above && alone.get(line - 1));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "AllowMarks[%d lines]", behind.cardinality() + alone.cardinality());
    }
}
