package dev.holdfast.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name of a secret: a category and one to four more segments, for instance {@code project/consilio/stripe_api_key}.
 *
 * <p>A {@code project} or {@code meta} path has exactly three segments and is written with slashes. A path of the four
 * service categories has two to five and may be written with slashes or with dots; both are the same path, a mixture is
 * refused. A segment is 1 to 64 of {@code a-z 0-9 _ -} and begins and ends with a letter or digit; a path is 256
 * characters at most. Equality and order are those of the slashed form. Immutable.
 */
public final class KeyPath implements Comparable<KeyPath> {

    /** The longest path, in characters. */
    public static final int MAX_LENGTH = 256;

    /** The longest segment, in characters. */
    public static final int MAX_SEGMENT_LENGTH = 64;

    private final Category category;
    private final List<String> segments;
    private final String slashed;

    private KeyPath(Category category, List<String> segments) {
        this.category = category;
        this.segments = List.copyOf(segments);
        this.slashed = String.join("/", segments);
    }

    /**
     * Reads a path as somebody wrote it.
     *
     * @throws InvalidInput of subject {@code KEY_PATH}: the rule that is broken, and as the hint the path that was
     *     probably meant or, where none can be built, the format with an example
     */
    public static KeyPath parse(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            throw InvalidInput.keyPath("The key path is missing.", KeyPathHint.format(Category.PROJECT));
        }
        // Length comes first: nothing below looks at more than 256 characters, whatever is sent.
        if (path.length() > MAX_LENGTH) {
            throw InvalidInput.keyPath("A key path has 256 characters at most.", KeyPathHint.format(Category.PROJECT));
        }
        String broken = KeyPathRules.broken(path);
        if (broken != null) {
            throw InvalidInput.keyPath(broken, KeyPathHint.of(path));
        }
        return unchecked(path);
    }

    /** The path, or null where {@link #parse} would refuse; for a suggestion, which must not ask for another one. */
    static @Nullable KeyPath parseOrNull(String path) {
        boolean valid = !path.isEmpty() && path.length() <= MAX_LENGTH && KeyPathRules.broken(path) == null;
        return valid ? unchecked(path) : null;
    }

    private static KeyPath unchecked(String path) {
        List<String> segments = KeyPathRules.segments(path);
        Category category = Category.ofWord(segments.get(0));
        if (category == null) {
            throw new IllegalArgumentException("not a checked key path");
        }
        return new KeyPath(category, segments);
    }

    public Category category() {
        return category;
    }

    /** All segments, the category's word first. */
    public List<String> segments() {
        return segments;
    }

    /** The last segment. */
    public String name() {
        return segments.get(segments.size() - 1);
    }

    /** The project that a {@code project} path belongs to, null for every other category. */
    public @Nullable String project() {
        return category == Category.PROJECT ? segments.get(1) : null;
    }

    /** The form that stores use: slashes, whatever the category. */
    public String slashed() {
        return slashed;
    }

    /** The form that is printed: dots for the four service categories, slashes for project and meta. */
    @Override
    public String toString() {
        return category.dotted() ? String.join(".", segments) : slashed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyPath that && slashed.equals(that.slashed);
    }

    @Override
    public int hashCode() {
        return slashed.hashCode();
    }

    @Override
    public int compareTo(KeyPath other) {
        return slashed.compareTo(other.slashed);
    }
}
