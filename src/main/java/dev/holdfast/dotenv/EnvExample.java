package dev.holdfast.dotenv;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example of a {@code .env}: its names in their order, blank lines, the comments that tell nothing, and the values that
 * are plain ({@link PlainValue}). Every other value is empty, with the key path above it where it is stored.
 *
 * <p>What is neither an assignment, a comment nor blank is left out, since it may be a piece of a value.
 */
final class EnvExample {

    private static final String LEFT_OUT = "# (a comment was left out here, since it may hold a secret)";
    private static final int SHORTEST_FOUND = 4;
    private static final int SHORTEST_PROVEN = 8;

    private static final Pattern COMMENTED = Pattern.compile("#+\\s*(?:export\\s+)?([A-Za-z0-9_.-]+)\\s*[=:]\\s*(.*)");
    private static final Pattern TELLING = Pattern.compile(
            "(?i).*(password|passwd|pwd|secret|token|passphrase|pin|key|login|credentials?)\\b['\"]?\\s*(is|was|:|=)\\s*\\S.*");
    private static final Pattern WORDS = Pattern.compile("[\\s\"'`=,;()<>\\[\\]{}]+");
    private static final Pattern PASSWORD = Pattern.compile("[^:/]*://[^:@/]*:([^@/]*)@.*", Pattern.DOTALL);

    private final byte[] file;
    private final Map<String, KeyPath> stored;
    private final List<EnvLayout.Piece> pieces;

    /** @param stored the names whose values are stored, with their paths */
    EnvExample(EnvText text, Map<String, KeyPath> stored) {
        this.file = text.bytes();
        this.stored = stored;
        this.pieces = EnvLayout.pieces(file);
    }

    /** @throws dev.holdfast.access.Refusal {@code ENV_REFUSED} when it would not come out clean */
    byte[] text() {
        Set<String> emptied = emptied();
        StringBuilder out = new StringBuilder();
        pieces.forEach(piece -> add(out, piece, emptied));
        for (String hidden : emptied) {
            if (hidden.length() >= SHORTEST_PROVEN && out.indexOf(hidden) >= 0) {
                throw EnvRefusals.refused(
                        "A name in the file holds the value of another variable, so no example was made.",
                        "Mend the line in the file that repeats the value, then call again.");
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A plain value that is, or holds, one of those that are emptied is emptied too, until nothing more changes. */
    private Set<String> emptied() {
        Set<String> emptied = new HashSet<>();
        int before = -1;
        while (before != emptied.size()) {
            before = emptied.size();
            for (EnvLayout.Piece piece : pieces) {
                EnvLayout.Span value = piece.value();
                String name = name(piece);
                if (value == null) {
                    continue;
                }
                String inner = inner(value);
                boolean plain = !stored.containsKey(name) && PlainValue.is(name, inner) && !tells(inner, emptied);
                if (!plain && !inner.isEmpty()) {
                    hide(inner, emptied);
                }
            }
        }
        return emptied;
    }

    /** With its password where it is an address, and its longer words: readers may see where it ends in other ways. */
    private static void hide(String inner, Set<String> emptied) {
        emptied.add(inner);
        Matcher password = PASSWORD.matcher(inner);
        if (password.matches()) {
            emptied.add(password.group(1));
        }
        WORDS.splitAsStream(inner)
                .filter(word -> word.length() >= SHORTEST_PROVEN)
                .forEach(emptied::add);
    }

    private static boolean tells(String text, Set<String> emptied) {
        return emptied.stream()
                .anyMatch(hidden -> hidden.length() >= SHORTEST_FOUND ? text.contains(hidden) : text.equals(hidden));
    }

    private void add(StringBuilder out, EnvLayout.Piece piece, Set<String> emptied) {
        EnvLayout.Span value = piece.value();
        if (value == null) {
            String line = text(piece.start(), piece.end());
            if (line.isBlank()) {
                out.append(line);
            } else if (line.stripLeading().startsWith("#")) {
                out.append(comment(line.strip(), emptied)).append(end(line));
            }
            return;
        }
        String rest = text(value.end(), piece.end());
        String comment = rest.contains("#") ? comment(rest.strip(), emptied) : "";
        String inner = inner(value);
        if (emptied.contains(inner)) {
            KeyPath path = stored.get(name(piece));
            out.append(comment.isEmpty() ? "" : comment + end(rest))
                    .append(path == null ? "" : "# holdfast: " + path + end(rest))
                    .append(text(piece.start(), value.start()))
                    .append(end(rest));
        } else {
            out.append(text(piece.start(), value.end()))
                    .append(comment.isEmpty() ? "" : " " + comment)
                    .append(end(rest));
        }
    }

    /** The comment, or what may be shown of it. */
    private static String comment(String text, Set<String> emptied) {
        Matcher commented = COMMENTED.matcher(text);
        if (commented.matches() && !commented.group(2).isEmpty()) {
            String value = unquoted(commented.group(2));
            boolean plain = PlainValue.is(commented.group(1), value) && !tells(value, emptied);
            return plain ? text : "# " + commented.group(1) + "=";
        }
        boolean telling = tells(text, emptied) || TELLING.matcher(text).matches() || looksSecret(text);
        return telling ? LEFT_OUT : text;
    }

    private static boolean looksSecret(String text) {
        return Arrays.stream(WORDS.split(text, 0))
                .filter(word -> !word.isEmpty())
                .anyMatch(word -> {
                    try (SecretValue value = SecretValue.stored(word.getBytes(StandardCharsets.UTF_8))) {
                        return EnvSecrets.looksSecret("", value);
                    }
                });
    }

    private static String end(String line) {
        return line.endsWith("\r\n") ? "\r\n" : "\n";
    }

    private String name(EnvLayout.Piece piece) {
        EnvLayout.Span name = piece.name();
        return name == null ? "" : text(name.start(), name.end());
    }

    private String inner(EnvLayout.Span value) {
        return unquoted(text(value.start(), value.end()));
    }

    private static String unquoted(String text) {
        int last = text.length() - 1;
        boolean quoted = last > 0 && EnvChars.isQuote(text.charAt(0)) && text.charAt(0) == text.charAt(last);
        return quoted ? text.substring(1, last) : text;
    }

    private String text(int from, int to) {
        return new String(file, from, to - from, StandardCharsets.UTF_8);
    }
}
