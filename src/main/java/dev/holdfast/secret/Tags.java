package dev.holdfast.secret;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words that a secret is found by, sorted, each once; not secret themselves.
 *
 * <p>At most 20, each of 1 to 40 of {@code a-z}, {@code 0-9}, {@code _} and {@code -}, with a letter or a digit first.
 * None tells the value ({@link ValueOverlap}). Immutable.
 */
public final class Tags {

    /** Most tags of a secret. */
    public static final int MOST = 20;

    /** Most characters of a tag. */
    public static final int MAX_LENGTH = 40;

    public static final Tags NONE = new Tags(Collections.emptySet());

    private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9_-]{0," + (MAX_LENGTH - 1) + "}");

    private final SortedSet<String> words;

    private Tags(Collection<String> words) {
        this.words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }

    /**
     * Takes tags, in any order; one that is named twice counts once.
     *
     * @param value of the secret, which no tag must tell; null when it is not at hand
     * @throws InvalidInput of subject {@code ARGUMENT} when a rule is broken
     */
    public static Tags of(Collection<String> words, @Nullable SecretValue value) {
        if (!words.stream().allMatch(Tags::isOne)) {
            throw InvalidInput.argument(
                    "A tag is not 1 to " + MAX_LENGTH + " of a-z, 0-9, _ and -, with a letter or a digit first.",
                    "Write each tag in lower case, without blanks, for example: pci-dss.");
        }
        if (value != null && words.stream().anyMatch(word -> ValueOverlap.tells(word, value))) {
            throw InvalidInput.argument(
                    "A tag holds the value, or eight characters of it in a row.",
                    "Choose words that quote nothing of the value.");
        }
        return new Tags(words).requireFew();
    }

    /** Takes tags back from a store; what is none is left out, since someone else may have written it. */
    public static Tags stored(Collection<String> words) {
        return new Tags(words.stream().filter(Tags::isOne).toList());
    }

    private static boolean isOne(String word) {
        return TAG.matcher(word).matches();
    }

    /**
     * These and those.
     *
     * @throws InvalidInput of subject {@code ARGUMENT} when they are too many
     */
    public Tags with(Tags more) {
        SortedSet<String> all = new TreeSet<>(words);
        all.addAll(more.words);
        return new Tags(all).requireFew();
    }

    /** These but those. */
    public Tags without(Tags fewer) {
        SortedSet<String> rest = new TreeSet<>(words);
        rest.removeAll(fewer.words);
        return new Tags(rest);
    }

    private Tags requireFew() {
        if (words.size() > MOST) {
            throw InvalidInput.argument(
                    "There are more than " + MOST + " tags.", "Keep those that somebody looks for; take others off.");
        }
        return this;
    }

    /** In their order, which cannot be changed. */
    public SortedSet<String> words() {
        return words;
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tags that && words.equals(that.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
