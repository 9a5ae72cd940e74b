package dev.holdfast.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Ways to write a path that a careless reader takes for the path itself. */
final class PathVariants {

    /** What may be put between any two characters and is not seen, or is dropped by somebody on the way. */
    private static final List<String> UNSEEN = List.of(
            "\0", "\t", "\n", "\r", " ", "\u007f", "\u00a0", "\u00ad", "\u0301", "\u0307", "\u034f", "\u200b", "\u200c",
            "\u200d", "\u200e", "\u202e", "\u2060", "\u3164", "\ufe0f", "\ufeff", "%00", "%0a", "%20", "%c2%ad");

    private static final List<String> BEFORE_AND_BEHIND = List.of(
            " ", "/", ".", "..", "./", "../", "/.", "/..", "//", "\\", "%2f", "%2e", "%00", "\0", ";", "?", "#", "~");

    private static final List<String> BEHIND =
            List.of("?version=1", "#value", ";v=1", "/*", "*", "/**", ".json", "%", "/%2e%2e", "::$DATA");

    private static final List<String> SEPARATORS = List.of(
            "/",
            ".",
            "//",
            "..",
            "/./",
            "/../",
            "/x/../",
            "/%2e/",
            "/%2e%2e/",
            "\\",
            "\\\\",
            "/\\",
            "%2f",
            "%2F",
            "%252f",
            "%2e",
            "%2E",
            "%252e",
            "%5c",
            "%c0%af",
            "%e0%80%af",
            ";/",
            "/;",
            "/ ",
            " /",
            "\u2044",
            "\u2215",
            "\u29f8",
            "\uff0f",
            "\u2024",
            "\uff0e",
            "\u3002",
            "\u00b7",
            "_",
            "-",
            ":",
            "|",
            ",");

    /** Letters that case mapping, normalisation or the eye takes for another. */
    private static final Map<Character, String> LIKE = Map.of(
            'i', "\u0131\u0130\u0456\u2170",
            'k', "\u212a\u043a\u03ba",
            's', "\u017f\u0455",
            'a', "\u0430\u00aa\u00e5",
            'e', "\u0435\u212e",
            'o', "\u043e\u03bf\u00ba",
            'p', "\u0440\u03c1",
            'c', "\u0441\u217d",
            '_', "\u203f\uff3f",
            '-', "\u2010\u2011\u2212");

    private PathVariants() {}

    /** All variants of a path, each once, without the path itself. */
    static Set<String> of(String path) {
        Set<String> variants = new LinkedHashSet<>();
        variants.add(path.toUpperCase(Locale.ROOT));
        variants.add(path.toUpperCase(Locale.forLanguageTag("tr")));
        variants.add(percent(path, "%%%02x"));
        variants.add(percent(path, "%%25%02x"));
        variants.add(percent(path, "\\u%04x"));
        variants.add(path + "x".repeat(257 - path.length()));
        for (String word : BEFORE_AND_BEHIND) {
            variants.add(word + path);
            variants.add(path + word);
            variants.add(word + path + word);
        }
        BEHIND.forEach(word -> variants.add(path + word));
        separators(path, variants);
        for (int i = 0; i < path.length(); i++) {
            at(path, i, variants);
        }
        variants.remove(path);
        return variants;
    }

    /** Each separator alone, and all of them together. */
    private static void separators(String path, Set<String> variants) {
        for (String separator : SEPARATORS) {
            for (int i = 0; i < path.length(); i++) {
                if (path.charAt(i) == '/' || path.charAt(i) == '.') {
                    variants.add(replaced(path, i, separator));
                }
            }
            variants.add(String.join(separator, path.split("[/.]", -1)));
        }
    }

    private static void at(String path, int i, Set<String> variants) {
        char c = path.charAt(i);
        List<UnaryOperator<String>> changes = List.of(
                s -> s.toUpperCase(Locale.ROOT),
                s -> s + "\u0301",
                s -> String.valueOf((char) (c + 0xfee0)),
                s -> new String(Character.toChars(0x1d41a + Math.floorMod(c - 'a', 26))),
                s -> percent(s, "%%%02x"),
                s -> percent(s, "%%%02X"),
                s -> percent(s, "%%25%02x"),
                s -> percent(s, "\\u%04x"),
                s -> percent(s, "&#x%x;"));
        changes.forEach(change -> variants.add(replaced(path, i, change.apply(String.valueOf(c)))));
        LIKE.getOrDefault(c, "").chars().forEach(like -> variants.add(replaced(path, i, Character.toString(like))));
        UNSEEN.forEach(unseen -> variants.add(path.substring(0, i) + unseen + path.substring(i)));
    }

    private static String replaced(String path, int i, String by) {
        return path.substring(0, i) + by + path.substring(i + 1);
    }

    private static String percent(String text, String format) {
        StringBuilder encoded = new StringBuilder();
        text.chars().forEach(c -> encoded.append(format.formatted(c)));
        return encoded.toString();
    }
}
