package dev.holdfast.dotenv.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A name taken apart: {@code DB_PASSWORD}, {@code dbPassword}, {@code db.password-2} are the words DB, PASSWORD. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    /** In upper case; numbers alone are left out. */
    static List<String> of(String name) {
        List<String> words = new ArrayList<>();
        int start = 0;
        int end = Math.min(name.length(), LONGEST);
        for (int i = 0; i <= end; i++) {
            boolean edge = i == end || !Character.isLetterOrDigit(name.charAt(i));
            if (edge || hump(name, i, end)) {
                add(words, name.substring(start, i));
                start = edge ? i + 1 : i;
            }
        }
        return words;
    }

    private static boolean hump(String name, int i, int end) {
        if (i == 0 || !Character.isUpperCase(name.charAt(i))) {
            return false;
        }
        boolean afterLower = Character.isLowerCase(name.charAt(i - 1));
        boolean lastOfMany =
                Character.isUpperCase(name.charAt(i - 1)) && i + 1 < end && Character.isLowerCase(name.charAt(i + 1));
        return afterLower || lastOfMany;
    }

    private static void add(List<String> words, String word) {
        String plain = word.toUpperCase(Locale.ROOT);
        int end = plain.length();
        while (end > 0 && Character.isDigit(plain.charAt(end - 1))) {
            end--;
        }
        if (end > 0) {
            words.add(plain.substring(0, end));
        }
    }
}
