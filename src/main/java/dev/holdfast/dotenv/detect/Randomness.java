package dev.holdfast.dotenv.detect;

/**
 * How random a text is: how often letters, capitals and digits change places in it. In random base64 they do at six of ten
 * places, in hexadecimal at five, in words and names of things at one or two.
 */
final class Randomness {

    private static final int SHORTEST = 20;
    private static final int SHORTEST_RUN = 16;
    private static final double CHANGES = 0.29;
    private static final int DIFFERENT = 8;

    private Randomness() {}

    /** One word of 20 characters or more of which 16 in a row, or all together, look random. */
    static boolean is(String text) {
        return text.length() >= SHORTEST && word(text) && (run(text) || together(text));
    }

    /** A part of an address that looks random. */
    static boolean part(String text) {
        return text.length() >= SHORTEST_RUN && word(text) && (run(text) || together(text));
    }

    /** A word that has letters and digits, or is long: enough where the name speaks of a secret too. */
    static boolean evident(String text) {
        boolean mixed =
                text.chars().anyMatch(Character::isDigit) && text.chars().anyMatch(Character::isLetter);
        return text.length() >= 6
                && text.chars().noneMatch(Character::isWhitespace)
                && (mixed || text.length() >= SHORTEST);
    }

    static boolean hexadecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }

    private static boolean word(String text) {
        return text.chars().allMatch(c -> alphanumeric((char) c) || "+/=_.~-:!@#$%^&*?|".indexOf(c) >= 0);
    }

    private static boolean run(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !alphanumeric(text.charAt(i))) {
                if (i - start >= SHORTEST_RUN && changes(text.substring(start, i))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    /** Keys that are written in groups, or in an alphabet with signs in it. */
    private static boolean together(String text) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (alphanumeric(text.charAt(i))) {
                joined.append(text.charAt(i));
            }
        }
        return joined.length() >= SHORTEST - 2 && longestWord(text) < 9 && changes(joined.toString());
    }

    /** The longest piece of small letters alone: words of a language are longer than chance makes them. */
    private static int longestWord(String text) {
        int longest = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length = Character.isLowerCase(text.charAt(i)) ? length + 1 : 0;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    private static boolean changes(String run) {
        int changes = 0;
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < run.length(); i++) {
            int kind = kind(run.charAt(i));
            digit |= kind == 0;
            letter |= kind != 0;
            if (i > 0 && kind != kind(run.charAt(i - 1))) {
                changes++;
            }
        }
        boolean mixed = (digit && letter) || (letter && run.length() >= SHORTEST);
        return mixed
                && changes >= CHANGES * (run.length() - 1)
                && run.chars().distinct().limit(DIFFERENT).count() == DIFFERENT;
    }

    private static int kind(char c) {
        return Character.isDigit(c) ? 0 : Character.isUpperCase(c) ? 1 : 2;
    }

    private static boolean alphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
