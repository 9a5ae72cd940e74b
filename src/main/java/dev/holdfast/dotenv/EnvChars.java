package dev.holdfast.dotenv;

/**
 * What the dialects call a blank, a line end, a character of a name: the classes of JavaScript and of Python differ.
 *
 * <p>Sources: ECMA-262, WhiteSpace and LineTerminator (what {@code \s}, {@code .} and {@code $} of a regular expression
 * go by); Python's {@code str.isspace}.
 */
final class EnvChars {

    static final char BYTE_ORDER_MARK = '\uFEFF';

    private EnvChars() {}

    /** {@code \s} of JavaScript. */
    static boolean isSpace(char c) {
        return c == BYTE_ORDER_MARK || c == 0xA0 || (c >= '\t' && c <= '\r') || isUnicodeSpace(c);
    }

    /** {@code \s} of Python for text. */
    static boolean isPythonSpace(char c) {
        return c == 0xA0 || c == 0x85 || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F) || isUnicodeSpace(c);
    }

    private static boolean isUnicodeSpace(char c) {
        return c == ' '
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /** Where {@code ^} and {@code $} of JavaScript see the end of a line. */
    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
    }

    static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }

    /** {@code [\w.-]} of JavaScript. */
    static boolean isNameChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-';
    }
}
