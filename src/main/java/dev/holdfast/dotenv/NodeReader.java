package dev.holdfast.dotenv;

import java.util.ArrayList;
import java.util.List;

/**
 * The reading rules of Node's {@code util.parseEnv} and {@code --env-file}, 22 and later ({@code src/node_dotenv.cc};
 * 22.23, 24.21 and 26.10 read alike).
 *
 * <p>Carriage returns are gone before it starts. A quoted value ends at the next quote of its kind, backslash or not, and
 * may run over lines; what follows it on its line is dropped.
 */
final class NodeReader {

    private final DialectText text;
    private final List<Binding> bindings = new ArrayList<>();
    private final int end;
    private int at;

    NodeReader(DialectText text) {
        this.text = text;
        this.end = trimBack(0, text.length());
    }

    List<Binding> read() {
        skipBlanks();
        while (at < end) {
            int stop = at;
            while (stop < end && text.at(stop) != '=' && text.at(stop) != '\n') {
                stop++;
            }
            if (text.at(at) == '#' || stop == end || text.at(stop) == '\n') {
                skipLine();
            } else {
                readBinding(stop);
            }
        }
        return bindings;
    }

    /** Passes a comment, an empty line, or one without a name. Blanks after a comment stay, as they do in Node. */
    private void skipLine() {
        boolean trims = text.at(at) != '#' && text.at(at) != '\n';
        int newline = text.find('\n', at, end);
        at = newline < 0 ? end : newline + 1;
        if (trims) {
            skipBlanks();
        }
    }

    private void readBinding(int equals) {
        int from = trimFront(at, equals);
        int to = trimBack(from, equals);
        at = equals + 1;
        if (at == end || text.at(at) == '\n') {
            // Stored with "export" still on it; the name is told apart later.
            bindings.add(text.binding(from, to, new char[0]));
            return;
        }
        skipBlanks();
        if (from == to) {
            return;
        }
        if (text.startsWith("export ", from) && to - from >= 7) {
            from = trimFront(from + 7, to);
        }
        readValue(from, to);
    }

    private void readValue(int nameFrom, int nameTo) {
        boolean quoted = EnvChars.isQuote(text.at(at));
        int close = quoted ? text.find(text.at(at), at + 1, end) : -1;
        int newline = text.find('\n', Math.max(at, close + 1), end);
        int lineEnd = newline < 0 ? end : newline;
        char[] value = quoted ? quotedValue(close, lineEnd) : bareValue(lineEnd);
        bindings.add(text.binding(nameFrom, nameTo, value));
        at = newline < 0 ? end : newline + 1;
        if (close < 0) {
            skipBlanks();
        }
    }

    private char[] quotedValue(int close, int lineEnd) {
        if (close < 0) {
            return text.slice(at, lineEnd);
        }
        char[] value = text.slice(at + 1, close);
        return text.at(at) == '"' ? NodeEscapes.expandNewlines(value) : value;
    }

    private char[] bareValue(int lineEnd) {
        int comment = text.find('#', at, lineEnd);
        int to = comment < 0 ? lineEnd : comment;
        int from = trimFront(at, to);
        return text.slice(from, trimBack(from, to));
    }

    private void skipBlanks() {
        at = trimFront(at, end);
    }

    private int trimFront(int from, int to) {
        int i = from;
        while (i < to && isBlank(text.at(i))) {
            i++;
        }
        return i;
    }

    private int trimBack(int from, int to) {
        int i = to;
        while (i > from && isBlank(text.at(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }
}
