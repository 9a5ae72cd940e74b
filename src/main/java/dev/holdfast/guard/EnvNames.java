package dev.holdfast.guard;

import java.util.Locale;

/**
 * Which names are those of a {@code .env}: in any case, what begins with {@code .env} or ends in it.
 *
 * <p>In a name from a shell {@link #UNKNOWN} stands for any characters: what a variable or a pattern may become.
 */
final class EnvNames {

    /** Stands for zero or more characters that are not known. */
    static final char UNKNOWN = '\uFFFF';

    private static final String ENV = ".env";

    private EnvNames() {}

    /** Whether a path names a {@code .env}, or may. */
    static boolean may(String path) {
        String name = plainName(path);
        int first = name.indexOf(UNKNOWN);
        if (first < 0) {
            return name.startsWith(ENV) || name.endsWith(ENV);
        }
        return mayBegin(name.substring(0, first)) || mayEnd(name.substring(name.lastIndexOf(UNKNOWN) + 1));
    }

    /** The last part of a path, as file systems compare it that take upper and lower case for the same. */
    static String plainName(String path) {
        return plain(lastPart(path));
    }

    private static String lastPart(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static boolean mayBegin(String prefix) {
        return prefix.startsWith(ENV) || (!prefix.isEmpty() && ENV.startsWith(prefix));
    }

    /** What follows the last unknown part may be the rest of {@code .env}, or of {@code .env.local}. */
    private static boolean mayEnd(String suffix) {
        if (suffix.endsWith(ENV) || ENV.endsWith(suffix)) {
            return true;
        }
        for (int from = 0; from < ENV.length(); from++) {
            String rest = ENV.substring(from);
            if (suffix.startsWith(rest + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Lower case, without the characters that some file systems leave out of names. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints()
                .filter(c -> c == UNKNOWN || Character.getType(c) != Character.FORMAT)
                .forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether a program's text names a {@code .env} file: not {@code process.env}, which is no file. */
    static boolean named(String text) {
        String lower = plain(text);
        for (int at = lower.indexOf(ENV); at >= 0; at = lower.indexOf(ENV, at + 1)) {
            char before = at == 0 ? ' ' : lower.charAt(at - 1);
            int end = at + ENV.length();
            char after = end == lower.length() ? ' ' : lower.charAt(end);
            boolean apart = !Character.isLetterOrDigit(before) && before != '_' && before != ')' && before != ']';
            boolean quotedName = after == '\'' || after == '"' || after == '`' || after == '/';
            if (apart || quotedName) {
                return true;
            }
        }
        return false;
    }
}
