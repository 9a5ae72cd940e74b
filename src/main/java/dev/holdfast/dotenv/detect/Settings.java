package dev.holdfast.dotenv.detect;

import java.util.regex.Pattern;

/**
 * Texts made of settings of their own: connection strings, queries of addresses, JSON, options of a command, headers. Each
 * name in them is judged like the name of a variable.
 */
final class Settings {

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 1024;
    /** More signs than this in one text are not looked at: in doubt it is secret. */
    private static final int MOST = 1000;

    private static final String ENDS = ";&,\"'`} )]";

    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(?:bearer|basic|token)\\s{1,3}(?!\\$)[A-Za-z0-9._~+/=-]{16,4096}");
    private static final Pattern USER_OPTION =
            Pattern.compile("(?:^|\\s)(?:-u|--user)[\\s=]{1,3}[\\w.@-]{1,64}:(?!\\$)[^\\s:]{3,200}");

    private Settings() {}

    static boolean anySecret(String text) {
        int signs = 0;
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if ((c == '=' || c == ':') && (++signs > MOST || secretAt(text, i))) {
                return true;
            }
        }
        return AUTHORIZATION.matcher(text).find() || USER_OPTION.matcher(text).find();
    }

    /** @param sign the place of {@code =} or {@code :} */
    private static boolean secretAt(String text, int sign) {
        int nameEnd = sign;
        while (nameEnd > 0 && (text.charAt(nameEnd - 1) == ' ' || quote(text.charAt(nameEnd - 1)))) {
            if (sign - nameEnd > 3) {
                return false;
            }
            nameEnd--;
        }
        boolean colon = text.charAt(sign) == ':';
        int from = sign + 1;
        while (from < text.length() && from - sign < 4 && text.charAt(from) == ' ') {
            from++;
        }
        if (from == text.length() || (colon && nameEnd == sign && from == sign + 1)) {
            return false; // A colon that separates nothing but itself: a time, a port, a name of a class.
        }
        String name = nameBefore(text, nameEnd);
        return !name.isEmpty() && secret(name, value(text, from));
    }

    private static String nameBefore(String text, int end) {
        int start = end;
        while (start > 0 && end - start < LONGEST_NAME && nameCharacter(text.charAt(start - 1), text, end)) {
            start--;
        }
        return text.substring(start, end);
    }

    private static boolean nameCharacter(char c, String text, int end) {
        boolean wordy = Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
        // "User Password = x" and "User Id=x": a blank belongs to a name in a connection string alone.
        return wordy || (c == ' ' && end < text.length() && text.indexOf(';') >= 0 && text.charAt(end) == '=');
    }

    private static String value(String text, int from) {
        boolean backslash = text.startsWith("\\\"", from);
        char first = text.charAt(from);
        if (backslash || quote(first)) {
            int start = from + (backslash ? 2 : 1);
            int end = text.indexOf(first, start);
            int most = Math.min(text.length(), start + LONGEST_VALUE);
            return text.substring(start, end < 0 || end > most ? most : end);
        }
        int end = from;
        while (end < text.length() && end - from < LONGEST_VALUE && ENDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean secret(String name, String value) {
        if (value.length() < 3 || value.startsWith("$") || value.startsWith("%") || Blanks.is(value)) {
            return false;
        }
        NameKind kind = NameKind.of(name);
        return SecretLooks.byName(kind, value);
    }

    private static boolean quote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }
}
