package dev.holdfast.secret;

import org.jspecify.annotations.Nullable;

/** The category that a misspelt word stands for: one edit away, or two for a word of eight letters or more. */
final class Spelling {

    private Spelling() {}

    static @Nullable Category nearest(String word) {
        Category exact = Category.ofWord(word);
        if (exact != null) {
            return exact;
        }
        for (Category category : Category.values()) {
            int allowed = category.word().length() < 8 ? 1 : 2;
            if (distance(word, category.word()) <= allowed) {
                return category;
            }
        }
        return null;
    }

    /** Levenshtein's distance, by two rows of its table; both words are 256 characters at most. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
