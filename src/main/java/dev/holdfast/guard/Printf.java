package dev.holdfast.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code printf} prints, for formats of text, {@code %s}, {@code %%} and the plain escapes. */
final class Printf {

    private Printf() {}

    /** Null where it cannot be known. */
    static @Nullable String of(List<String> typed) {
        List<String> arguments = new ArrayList<>(typed);
        if (!arguments.isEmpty() && arguments.get(0).equals("--")) {
            arguments.remove(0);
        }
        if (arguments.isEmpty() || arguments.get(0).startsWith("-")) {
            return null;
        }
        String format = escaped(arguments.remove(0));
        if (format == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        boolean took;
        do {
            took = round(format, arguments, text);
            if (text.indexOf("\0") >= 0) {
                return null;
            }
        } while (took && !arguments.isEmpty());
        return text.toString();
    }

    private static boolean round(String format, List<String> arguments, StringBuilder text) {
        boolean took = false;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            char kind = i + 1 < format.length() ? format.charAt(++i) : '\0';
            if (kind == 's') {
                text.append(arguments.isEmpty() ? "" : arguments.remove(0));
                took = true;
            } else {
                text.append(kind == '%' ? '%' : '\0'); // What is not known is told by a character that no text has.
            }
        }
        return took;
    }

    /** The text with its escapes meant; null where one is not of the plain ones. */
    static @Nullable String escaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escape = i + 1 < text.length() ? text.charAt(++i) : '\0';
            switch (escape) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '\\' -> plain.append('\\');
                case '"' -> plain.append('"');
                default -> {
                    return null;
                }
            }
        }
        return plain.toString();
    }
}
