package dev.holdfast.dotenv;

import java.util.ArrayList;
import java.util.List;

/**
 * The reading rules of Node's {@code util.parseEnv} in version 20 (20.20).
 *
 * <p>Other than its successors it trims spaces alone, gives up at a name that is empty, looks for the next equals sign
 * across lines, and does not end a comment that stands last without a newline.
 */
final class Node20Reader {

    private final DialectText text;
    private final List<Binding> bindings = new ArrayList<>();
    private final int end;
    private int at;

    Node20Reader(DialectText text) {
        this.text = text;
        this.end = trimBack(0, text.length());
    }

    List<Binding> read() {
        at = trimFront(0, end);
        while (at < end) {
            int newline = text.find('\n', at, end);
            boolean skippable = text.at(at) == '\n' || text.at(at) == '#';
            if (skippable && newline >= 0) {
                at = newline + 1;
                continue;
            }
            int equals = text.find('=', at, end);
            if (equals < 0 || !readBinding(equals)) {
                break;
            }
        }
        return bindings;
    }

    private boolean readBinding(int equals) {
        int from = trimFront(at, equals);
        int to = trimBack(from, equals);
        if (from == to && equals > at) {
            // A name of spaces alone: Node steps back by one there and takes the character before for the name.
            from = Math.max(at - 1, 0);
            to = at;
        }
        at = trimFront(equals + 1, end);
        if (from == to) {
            return false;
        }
        if (to - from >= 7 && text.startsWith("export ", from)) {
            from += 7;
        }
        if (at == end) {
            bindings.add(text.binding(from, to, new char[0]));
            return false;
        }
        readValue(from, to);
        return true;
    }

    private void readValue(int nameFrom, int nameTo) {
        boolean quoted = EnvChars.isQuote(text.at(at));
        int close = quoted ? text.find(text.at(at), at + 1, end) : -1;
        int newline = text.find('\n', Math.max(at, close + 1), end);
        if (close >= 0) {
            char[] value = text.slice(at + 1, close);
            bindings.add(
                    text.binding(nameFrom, nameTo, text.at(at) == '"' ? NodeEscapes.expandNewlines(value) : value));
        } else if (!quoted) {
            bindings.add(text.binding(nameFrom, nameTo, bareValue(newline < 0 ? end : newline)));
        } else if (newline >= 0) {
            bindings.add(text.binding(nameFrom, nameTo, text.slice(at, newline)));
        } else {
            // A quote that never closes, on the last line: the name gets nothing, the rest is read as a name.
            return;
        }
        at = newline < 0 ? end : newline + 1;
    }

    private char[] bareValue(int lineEnd) {
        int comment = text.find('#', at, lineEnd);
        int to = comment < 0 ? lineEnd : comment;
        int from = trimFront(at, to);
        return text.slice(from, trimBack(from, to));
    }

    private int trimFront(int from, int to) {
        int i = from;
        while (i < to && text.at(i) == ' ') {
            i++;
        }
        return i;
    }

    private int trimBack(int from, int to) {
        int i = to;
        while (i > from && text.at(i - 1) == ' ') {
            i--;
        }
        return i;
    }
}
