package dev.holdfast.guard;

/** Text in {@code $'…'}, where a backslash begins more than a character. */
final class AnsiQuotes {

    private static final String LETTERS = "abefnrtv\\'\"?E";
    private static final String MEANT = "\u0007\b\u001b\f\n\r\t\u000b\\'\"?\u001b";

    private AnsiQuotes() {}

    /** Reads to behind the closing quote. */
    static String read(ShellReader reader) {
        StringBuilder text = new StringBuilder();
        while (reader.more() && reader.peek(0) != '\'') {
            if (reader.peek(0) == '\\') {
                reader.at++;
                escape(reader, text);
            } else {
                text.append(reader.peek(0));
                reader.at++;
            }
        }
        if (!reader.more()) {
            reader.doubt();
        }
        reader.at++;
        return text.toString();
    }

    private static void escape(ShellReader reader, StringBuilder text) {
        char c = reader.peek(0);
        int known = LETTERS.indexOf(c);
        if (known >= 0) {
            text.append(MEANT.charAt(known));
            reader.at++;
        } else if (c == 'x') {
            reader.at++;
            text.append(number(reader, 16, 2));
        } else if (c == 'u') {
            reader.at++;
            text.append(number(reader, 16, 4));
        } else if (c >= '0' && c <= '7') {
            text.append(number(reader, 8, 3));
        } else {
            text.append(EnvNames.UNKNOWN);
            reader.at++;
        }
    }

    private static char number(ShellReader reader, int base, int longest) {
        int code = 0;
        int digits = 0;
        while (digits < longest && Character.digit(reader.peek(0), base) >= 0) {
            code = code * base + Character.digit(reader.peek(0), base);
            reader.at++;
            digits++;
        }
        return digits == 0 || code == 0 ? EnvNames.UNKNOWN : (char) code;
    }
}
