package dev.holdfast.secret;

import java.util.List;

/**
 * Whether text looks like a secret itself, so that an error must not repeat any of it.
 *
 * <p>It does when a well-known prefix of keys begins a word in it, or when a run of letters, digits, {@code _} and
 * {@code -} has 20 characters or more and mixes upper case with digits, or has 16 or more letters and digits without
 * a break with four or more digits among them. Made to err towards "secret": the price is a suggestion that is not
 * made.
 */
final class SecretShape {

    /** Prefixes of published key formats, as their issuers document them. */
    private static final List<String> PREFIXES = List.of(
            "sk_live_",
            "sk_test_",
            "rk_live_",
            "rk_test_",
            "pk_live_",
            "pk_test_",
            "whsec_",
            "sk-",
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xox",
            "AKIA",
            "eyJ",
            "AIza",
            "ya29.",
            "hvs.",
            "hvb.",
            "npm_",
            "pypi-",
            "SG.",
            "dop_v1_",
            "shpat_");

    private static final int LONG_WORD = 20;
    private static final int LONG_RUN = 16;
    private static final int MANY_DIGITS = 4;

    private SecretShape() {}

    static boolean isLikely(String text) {
        return PREFIXES.stream().anyMatch(prefix -> beginsWord(text, prefix)) || hasKeyLikeWord(text);
    }

    private static boolean beginsWord(String text, String prefix) {
        for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
            if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasKeyLikeWord(String text) {
        for (String word : text.split("[^A-Za-z0-9_-]", -1)) {
            boolean mixed = word.chars().anyMatch(Character::isUpperCase) && digits(word) > 0;
            if (word.length() >= LONG_WORD && mixed) {
                return true;
            }
            for (String run : word.split("[_-]", -1)) {
                if (run.length() >= LONG_RUN && digits(run) >= MANY_DIGITS) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long digits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count();
    }
}
