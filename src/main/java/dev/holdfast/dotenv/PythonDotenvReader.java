package dev.holdfast.dotenv;

import static dev.holdfast.dotenv.EnvChars.isPythonSpace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading rules of python-dotenv ({@code parser.py}, 1.0 to 1.2), before it fills in {@code ${NAME}}.
 *
 * <p>A line that does not parse is passed over from where it stopped making sense. A name without an equals sign is bound
 * to nothing. The filling in is {@link PythonVariables}' matter.
 */
final class PythonDotenvReader {

    private static final int FAILED = -1;

    private final DialectText text;
    private final List<Binding> bindings = new ArrayList<>();
    private int at;

    PythonDotenvReader(DialectText text) {
        this.text = text;
    }

    List<Binding> read() {
        while (at < text.length()) {
            at = skipSpace(at);
            if (at < text.length() && !readBinding()) {
                skipLine();
            }
        }
        return bindings;
    }

    private boolean readBinding() {
        if (text.startsWith("export", at) && skipBlanks(at + 6) > at + 6) {
            at = skipBlanks(at + 6);
        }
        if (text.is(at, '#')) {
            return endOfLine();
        }
        boolean quoted = text.is(at, '\'');
        int from = quoted ? at + 1 : at;
        int to = quoted ? text.find('\'', from, text.length()) : bareNameEnd(from);
        if (to <= from) {
            return false;
        }
        at = skipBlanks(quoted ? to + 1 : to);
        char[] value = null;
        if (text.is(at, '=')) {
            at = skipBlanks(at + 1);
            value = readValue();
            if (value == null) {
                return false;
            }
        }
        if (!endOfLine()) {
            return false;
        }
        bindings.add(text.binding(from, to, value));
        return true;
    }

    private int bareNameEnd(int from) {
        int i = from;
        while (i < text.length() && text.at(i) != '=' && text.at(i) != '#' && !isPythonSpace(text.at(i))) {
            i++;
        }
        return i;
    }

    private char @Nullable [] readValue() {
        if (!text.is(at, '\'') && !text.is(at, '"')) {
            return bareValue();
        }
        int close = closingQuote(at);
        if (close == FAILED) {
            return null;
        }
        char[] raw = text.slice(at + 1, close);
        boolean single = text.at(at) == '\'';
        at = close + 1;
        return PythonEscapes.decode(raw, single ? PythonEscapes.SINGLE_QUOTED : PythonEscapes.DOUBLE_QUOTED);
    }

    private int closingQuote(int open) {
        int close = Quotes.firstUnescaped(text, open);
        return close < text.length() ? close : Quotes.lastBefore(text, open, close);
    }

    private char[] bareValue() {
        int lineEnd = lineEnd(at);
        int to = at;
        while (to < lineEnd && !(isPythonSpace(text.at(to)) && text.is(skipBlanks(to), '#'))) {
            to = isPythonSpace(text.at(to)) ? skipBlanks(to) : to + 1;
        }
        while (to > at && isPythonSpace(text.at(to - 1))) {
            to--;
        }
        char[] value = text.slice(at, to);
        at = lineEnd;
        return value;
    }

    /** Perhaps a comment, then the end of the line or of the text. */
    private boolean endOfLine() {
        int i = skipBlanks(at);
        if (text.is(i, '#')) {
            i = lineEnd(i);
        }
        boolean ends = i == text.length() || text.at(i) == '\n';
        at = ends ? Math.min(i + 1, text.length()) : at;
        return ends;
    }

    private void skipLine() {
        at = Math.min(lineEnd(at) + 1, text.length());
    }

    private int lineEnd(int from) {
        int newline = text.find('\n', from, text.length());
        return newline < 0 ? text.length() : newline;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < text.length() && isPythonSpace(text.at(i))) {
            i++;
        }
        return i;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < text.length() && text.at(i) != '\n' && isPythonSpace(text.at(i))) {
            i++;
        }
        return i;
    }
}
