package dev.holdfast.dotenv;

import java.util.Arrays;

/** The escapes of python-dotenv: two in single quotes, ten in double quotes; any other backslash stays. */
final class PythonEscapes {

    static final String SINGLE_QUOTED = "\\'";
    static final String DOUBLE_QUOTED = "\\'\"abfnrtv";

    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000B";

    private PythonEscapes() {}

    /** Wipes {@code raw} and gives the characters meant; {@code known} is one of the two constants. */
    static char[] decode(char[] raw, String known) {
        int out = 0;
        for (int i = 0; i < raw.length; i++) {
            int escape = raw[i] == '\\' && i + 1 < raw.length ? known.indexOf(raw[i + 1]) : -1;
            raw[out++] = escape < 0 ? raw[i] : MEANT.charAt(escape);
            if (escape >= 0) {
                i++;
            }
        }
        char[] decoded = Arrays.copyOf(raw, out);
        Arrays.fill(raw, '\0');
        return decoded;
    }
}
