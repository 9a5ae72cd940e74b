package dev.holdfast.dotenv;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Values that are hard to write down: what quoting, comments, escapes, variables and line ends trip over. */
final class HardValues {

    private static final List<String> CORES = List.of(
            "plain",
            "it's",
            "say \"hi\"",
            "tick`tick",
            "both ' and \"",
            "all ' and \" and `",
            "back\\slash",
            "\\n is two characters",
            "\\r too",
            "\\t \\a \\b \\v",
            "\\\\",
            "\\'",
            "\\\"",
            "$HOME",
            "${HOME}",
            "${NOT_SET:-fallback}",
            "${open",
            "$(id)",
            "#start",
            "a#b",
            "a #b",
            "key=value",
            "=",
            "export X=1",
            "line one\nline two",
            "line one\nX=2\n# three",
            "line one\r\nline two",
            "one\rtwo",
            "\ttab\t",
            "käse 🔑 ключ",
            "\uFEFFmark",
            "no\u00A0break\u00A0",
            "line\u2028separator",
            "next\u0085line",
            "file\u001Cseparator",
            "bell\u0007",
            "-----BEGIN KEY-----\nMIIBVgIBADANBg/+abc==\n-----END KEY-----\n",
            "{\"type\": \"account\", \"key\": \"-----BEGIN\\nabc\\n-----END\\n\"}",
            "https://user:p%40ss@host:5432/db?x=1&y=2",
            "[a] {b} (c) <d> | ; & * ? ! ~ ^ %");

    private static final List<String> BEFORE = List.of("", " ", "'", "\"", "\\", "#", "\n");
    private static final List<String> AFTER = List.of("", " ", "'", "\"", "\\", " #", "\n");

    private HardValues() {}

    /** Each core in each of its surroundings, and 400 random ones: the same list in every run. */
    static List<String> all() {
        Set<String> values = new LinkedHashSet<>();
        for (String core : CORES) {
            for (int i = 0; i < BEFORE.size(); i++) {
                values.add(BEFORE.get(i) + core);
                values.add(core + AFTER.get(i));
                values.add(BEFORE.get(i) + core + AFTER.get(i));
            }
        }
        Random random = new Random(576);
        for (int i = 0; i < 400; i++) {
            values.add(RawLines.of(random, 8));
        }
        values.remove("");
        return new ArrayList<>(values);
    }
}
