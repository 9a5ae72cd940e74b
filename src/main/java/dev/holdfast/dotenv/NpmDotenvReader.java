package dev.holdfast.dotenv;

import static dev.holdfast.dotenv.EnvChars.isLineEnd;
import static dev.holdfast.dotenv.EnvChars.isNameChar;
import static dev.holdfast.dotenv.EnvChars.isQuote;
import static dev.holdfast.dotenv.EnvChars.isSpace;

import java.util.ArrayList;
import java.util.List;

/**
 * The reading rules of npm dotenv, versions 16 to 18: its one regular expression, walked by hand.
 *
 * <p>The expression can go on at only one place after most of its parts, so that no general search is needed: blanks and
 * names are followed by something they cannot hold, and once a separator is found, a rest of the line (or nothing)
 * always matches. Only the closing quote has a choice, see {@link Quotes}.
 */
final class NpmDotenvReader {

    private final DialectText text;
    private final List<Binding> bindings = new ArrayList<>();

    NpmDotenvReader(DialectText text) {
        this.text = text;
    }

    List<Binding> read() {
        int from = 0;
        while (from < text.length()) {
            if (from > 0 && !isLineEnd(text.at(from - 1))) {
                from++;
                continue;
            }
            int start = skipSpace(from);
            int end = matchAt(start);
            // A line that starts within these blanks would fail in the same way.
            from = end < 0 ? start + 1 : end;
        }
        return bindings;
    }

    /** Tries {@code export NAME =}, then {@code NAME =}; gives where the match ends, or -1. */
    private int matchAt(int start) {
        if (text.startsWith("export", start) && start + 6 < text.length() && isSpace(text.at(start + 6))) {
            int end = matchName(skipSpace(start + 6));
            if (end >= 0) {
                return end;
            }
        }
        return matchName(start);
    }

    private int matchName(int start) {
        int end = start;
        while (end < text.length() && isNameChar(text.at(end))) {
            end++;
        }
        int value = end == start ? -1 : afterSeparator(end);
        return value < 0 ? -1 : matchValue(start, end, value);
    }

    private int afterSeparator(int nameEnd) {
        int equals = skipSpace(nameEnd);
        if (text.is(equals, '=')) {
            return equals + 1;
        }
        boolean colon = text.is(nameEnd, ':') && nameEnd + 1 < text.length() && isSpace(text.at(nameEnd + 1));
        return colon ? nameEnd + 2 : -1;
    }

    private int matchValue(int nameFrom, int nameTo, int from) {
        int open = skipSpace(from);
        if (open < text.length() && isQuote(text.at(open))) {
            int close = closingQuote(open);
            if (close >= 0) {
                add(nameFrom, nameTo, open, close + 1);
                return tail(close + 1);
            }
        }
        int end = from;
        while (end < text.length() && text.at(end) != '#' && text.at(end) != '\n') {
            end++;
        }
        add(nameFrom, nameTo, from, end);
        return tail(end);
    }

    private int closingQuote(int open) {
        int candidate = Quotes.firstUnescaped(text, open);
        if (candidate < text.length() && tail(candidate + 1) >= 0) {
            return candidate;
        }
        do {
            candidate = Quotes.lastBefore(text, open, candidate);
        } while (candidate >= 0 && tail(candidate + 1) < 0);
        return candidate;
    }

    /** Blanks, perhaps a comment, then the end of a line: gives where that is, or -1. Blanks may run over lines. */
    private int tail(int from) {
        int end = skipSpace(from);
        if (end == text.length()) {
            return end;
        }
        if (text.at(end) == '#') {
            while (end < text.length() && !isLineEnd(text.at(end))) {
                end++;
            }
            return end;
        }
        do {
            end--;
        } while (end >= from && !isLineEnd(text.at(end)));
        return end < from ? -1 : end;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < text.length() && isSpace(text.at(i))) {
            i++;
        }
        return i;
    }

    private void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        // Setting this name on an object of JavaScript sets its prototype, and a text is no prototype: nothing happens.
        if (!(nameTo - nameFrom == 9 && text.startsWith("__proto__", nameFrom))) {
            bindings.add(text.binding(nameFrom, nameTo, NpmDotenvValue.read(text, valueFrom, valueTo)));
        }
    }
}
