package dev.holdfast.secret;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first segment of a key path: it says whose secret it is, how many segments follow, and how the path is printed.
 */
public enum Category {
    PROJECT("project", false),
    META("meta", false),
    SERVICE_KEYS("service_keys", true),
    EXTERNAL_APIS("external_apis", true),
    DATABASE_CONNECTIONS("database_connections", true),
    THIRD_PARTY_INTEGRATIONS("third_party_integrations", true);

    private static final Map<String, Category> BY_WORD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Category::word, Function.identity()));

    private final String word;
    private final boolean dotted;

    Category(String word, boolean dotted) {
        this.word = word;
        this.dotted = dotted;
    }

    /** The segment as it is written, for instance {@code service_keys}. */
    public String word() {
        return word;
    }

    /** Whether paths of this category are printed with dots and may be written so. */
    public boolean dotted() {
        return dotted;
    }

    /** Fewest segments of a path, this word included. */
    int fewest() {
        return dotted ? 2 : 3;
    }

    /** Most segments of a path, this word included. */
    int most() {
        return dotted ? 5 : 3;
    }

    /** The category that is written exactly so, or null. */
    static @Nullable Category ofWord(String word) {
        return BY_WORD.get(word);
    }
}
