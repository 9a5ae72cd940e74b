package dev.holdfast.dotenv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One name as a dialect read it, with the characters it got for a value and the line its name stands in.
 *
 * <p>The value is null where the dialect knows names without a value. It is kept as characters of its own, which {@link
 * #wipe()} overwrites.
 */
final class Binding {

    private final String name;
    private final int line;
    private final char @Nullable [] value;

    Binding(String name, int line, char @Nullable [] value) {
        this.name = name;
        this.line = line;
        this.value = value;
    }

    /** The name exactly as the dialect gives it to a program, blanks and byte order mark included. */
    String name() {
        return name;
    }

    /** Counted from 1. */
    int line() {
        return line;
    }

    char @Nullable [] value() {
        return value;
    }

    /**
     * The name without what a reader may have left on it: a byte order mark, blanks, {@code export}. Node keeps the mark
     * on the first name of a file, and before version 22 it keeps tabs.
     */
    String plainName() {
        String plain = strip(name);
        if (plain.startsWith("export") && plain.length() > 6 && EnvChars.isSpace(plain.charAt(6))) {
            return strip(plain.substring(6));
        }
        return plain;
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && EnvChars.isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && EnvChars.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    void wipe() {
        if (value != null) {
            Arrays.fill(value, '\0');
        }
    }
}
