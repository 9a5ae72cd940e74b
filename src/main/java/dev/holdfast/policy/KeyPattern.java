package dev.holdfast.policy;

import dev.holdfast.secret.Category;
import dev.holdfast.secret.KeyPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of key paths: {@code *} stands for characters within one segment, {@code **} for any number of segments.
 *
 * <p>Written with slashes, or with dots for the four service categories, as a path is. Immutable.
 */
public final class KeyPattern {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_*-]+(/[a-z0-9_*-]+)*");
    private static final String ANY_SEGMENTS = "**";
    private static final int MAX_LENGTH = 256;

    private final List<String> segments;

    private KeyPattern(List<String> segments) {
        this.segments = segments;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is empty, too long, or has characters that no path and no pattern has
     */
    public static KeyPattern parse(String text) {
        String slashed = dottedCategory(text) ? text.replace('.', '/') : text;
        if (slashed.length() > MAX_LENGTH || !ALLOWED.matcher(slashed).matches()) {
            throw new IllegalArgumentException("not a pattern of key paths");
        }
        return new KeyPattern(once(slashed.split("/", -1)));
    }

    /** Several {@code **} in a row mean what one means; kept, each would multiply the ways that matching tries. */
    private static List<String> once(String[] written) {
        List<String> segments = new ArrayList<>();
        for (String segment : written) {
            boolean again = segment.equals(ANY_SEGMENTS)
                    && !segments.isEmpty()
                    && segments.get(segments.size() - 1).equals(ANY_SEGMENTS);
            if (!again) {
                segments.add(segment);
            }
        }
        return List.copyOf(segments);
    }

    private static boolean dottedCategory(String text) {
        for (Category category : Category.values()) {
            if (category.dotted() && text.startsWith(category.word() + ".")) {
                return text.indexOf('/') < 0;
            }
        }
        return false;
    }

    public boolean matches(KeyPath path) {
        return matches(segments, path.segments());
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        String first = pattern.get(0);
        List<String> rest = pattern.subList(1, pattern.size());
        if (first.equals(ANY_SEGMENTS)) {
            for (int skipped = 0; skipped <= path.size(); skipped++) {
                if (matches(rest, path.subList(skipped, path.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !path.isEmpty() && within(first, path.get(0)) && matches(rest, path.subList(1, path.size()));
    }

    /** Matches one segment in linear steps: no backtracking that a long pattern could blow up. */
    private static boolean within(String pattern, String segment) {
        int p = 0;
        int s = 0;
        int star = -1;
        int resume = 0;
        while (s < segment.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = s;
            } else if (p < pattern.length() && pattern.charAt(p) == segment.charAt(s)) {
                p++;
                s++;
            } else if (star >= 0) {
                p = star + 1;
                s = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
