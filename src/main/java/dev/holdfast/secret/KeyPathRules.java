package dev.holdfast.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a key path, each with the one sentence that says so; the first rule that is broken is the one named. */
final class KeyPathRules {

    private KeyPathRules() {}

    /**
     * The sentence of the rule that a non-empty path of 256 characters or fewer breaks, or null when it keeps them
     * all.
     */
    static @Nullable String broken(String path) {
        List<String> segments = segments(path);
        for (String segment : segments) {
            if (segment.isEmpty()) {
                return "A key path has no empty segment: no separator at its begin or end, and no two in a row.";
            }
        }
        Category category = Category.ofWord(firstWord(path));
        if (category == null) {
            return "A key path begins with project, meta, service_keys, external_apis, database_connections or"
                    + " third_party_integrations, in lower case.";
        }
        String form = brokenForm(path, category);
        return form != null ? form : brokenSegments(segments, category);
    }

    /** Split at slashes or, where there is none, at dots. */
    static List<String> segments(String path) {
        return List.of(path.split(path.indexOf('/') >= 0 ? "/" : "\\.", -1));
    }

    /** What stands before the first separator of either kind. */
    static String firstWord(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '.') {
            end++;
        }
        return path.substring(0, end);
    }

    private static @Nullable String brokenForm(String path, Category category) {
        boolean dots = path.indexOf('.') >= 0;
        boolean slashes = path.indexOf('/') >= 0;
        if (category.dotted() && dots && slashes) {
            return "A key path is written with slashes or with dots, never with both.";
        }
        if (!category.dotted() && dots && !slashes) {
            return "A project or meta path is written with slashes; dots are for the four service categories.";
        }
        return null;
    }

    private static @Nullable String brokenSegments(List<String> segments, Category category) {
        for (String segment : segments) {
            String broken = brokenSegment(segment);
            if (broken != null) {
                return broken;
            }
        }
        int count = segments.size();
        if (count >= category.fewest() && count <= category.most()) {
            return null;
        }
        return switch (category) {
            case PROJECT -> "A project path has exactly three segments.";
            case META -> "A meta path has exactly three segments.";
            default -> "A path of a service category has two to five segments.";
        };
    }

    private static @Nullable String brokenSegment(String segment) {
        if (segment.length() > KeyPath.MAX_SEGMENT_LENGTH) {
            return "A segment has 64 characters at most.";
        }
        boolean allowed = true;
        // A plain loop: a list reads each stored path by these rules, and a stream a character costs more than the row.
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return "A key path is written in lower case.";
            }
            allowed &= isLetterOrDigit(c) || c == '_' || c == '-';
        }
        if (!allowed) {
            return "A segment has only the characters a-z, 0-9, _ and -.";
        }
        if (!isLetterOrDigit(segment.charAt(0)) || !isLetterOrDigit(segment.charAt(segment.length() - 1))) {
            return "A segment begins and ends with a letter or a digit.";
        }
        return null;
    }

    /** ASCII alone: a look-alike from another script would make two paths that read as one. */
    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
