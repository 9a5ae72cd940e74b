package dev.holdfast.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a secret is for, in the words of whoever stored it; not secret itself.
 *
 * <p>A new one, blanks at its ends taken off, has 12 to 500 characters (code points) on one line and three words or
 * more, of which one at least is not generic. It has no control, bidi or other invisible characters, and it does not
 * tell the value ({@link ValueOverlap}). In scripts that set no blanks between words, two letters count as a word.
 * Immutable.
 *
 * <p>The generic words are {@link #GENERIC_WORDS}: upper and lower case are the same, marks between words don't
 * count, nor do numbers and single letters. Words of environments and of tests are not among them.
 */
public final class Description {

    /** Fewest characters of a new description. */
    public static final int MIN_LENGTH = 12;

    /** Most characters of a new description. */
    public static final int MAX_LENGTH = 500;

    /** Words that say of a secret only that it is one; a description of these alone is refused. */
    public static final Set<String> GENERIC_WORDS = Set.of("""
            api apikey apikeys key keys secret secrets token tokens password passwords passwd pwd passphrase passcode pin
            credential credentials auth authentication authorization authorisation access private value values string text
            data variable variables var env environment config configuration setting settings something stuff thing things
            info information description placeholder todo tbd none null undefined
            secure sensitive confidential hidden important new old current main default generic required needed necessary
            some any random various very top here just
            service services app application project system program software
            my our your his her its their me us you we they it
            the this that these those there an and or of for to in on at by with from as is are was be been being will has
            have contains containing holds stores stored storing use used uses using usage which what not no
            """.strip().split("\\s+"));

    private static final int MIN_WORDS = 3;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final String EXAMPLE =
            "Say in a sentence what the secret is for, for example: Stripe secret key that charges cards in the web shop.";

    private final String text;

    private Description(String text) {
        this.text = text;
    }

    /**
     * Takes the description of a new secret.
     *
     * @param value the value of the same call, which the text must not tell; null when it comes from elsewhere
     * @throws InvalidInput of subject {@code DESCRIPTION} when a rule is broken
     */
    public static Description of(@Nullable String text, @Nullable SecretValue value) {
        if (text == null || text.isBlank()) {
            throw InvalidInput.description("A new secret needs a description.", EXAMPLE);
        }
        String own = text.strip();
        requireLength(own);
        requireVisible(own);
        requireWords(own);
        if (value != null && ValueOverlap.tells(own, value)) {
            throw InvalidInput.description(
                    "The description holds the value, or eight characters of it in a row.",
                    "Say what the secret is for without quoting any of it; if the description was ever shown, rotate it.");
        }
        return new Description(own);
    }

    /** Takes a description back from a store, unchecked: someone else may have written it, or nothing at all. */
    public static Description stored(String text) {
        return new Description(text);
    }

    private static void requireLength(String own) {
        // A code point has two chars at most: what is longer is not counted, however long it is.
        boolean tooLong = own.length() > 2 * MAX_LENGTH || own.codePointCount(0, own.length()) > MAX_LENGTH;
        if (tooLong) {
            throw InvalidInput.description("The description is longer than 500 characters.", "Keep to one sentence.");
        }
        if (own.codePointCount(0, own.length()) < MIN_LENGTH) {
            throw InvalidInput.description("The description is shorter than 12 characters.", EXAMPLE);
        }
    }

    private static void requireVisible(String own) {
        if (own.codePoints().anyMatch(InvisibleCharacters::isOne)) {
            throw InvalidInput.description(
                    "The description holds a line break, or a control, bidi or zero-width character.",
                    "Write it on one line, with visible characters and plain blanks alone.");
        }
    }

    private static void requireWords(String own) {
        if (BLANKS.splitAsStream(own).mapToInt(Description::words).sum() < MIN_WORDS) {
            throw InvalidInput.description("The description has fewer than three words.", EXAMPLE);
        }
        List<String> words = List.of(BETWEEN_WORDS.split(own.toLowerCase(Locale.ROOT), 0));
        if (words.stream().allMatch(Description::isGeneric)) {
            throw InvalidInput.description(
                    "The description has generic words alone: any secret could have it.", EXAMPLE);
        }
    }

    private static int words(String piece) {
        int unspaced = (int) piece.codePoints().filter(Description::isUnspaced).count();
        boolean anything = piece.codePoints().anyMatch(Character::isLetterOrDigit);
        return Math.max(anything ? 1 : 0, unspaced / 2);
    }

    private static boolean isUnspaced(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    private static boolean isGeneric(String word) {
        boolean letter =
                word.codePointCount(0, word.length()) < 2 && !word.codePoints().anyMatch(Description::isUnspaced);
        boolean number = word.codePoints().allMatch(Character::isDigit);
        return letter || number || GENERIC_WORDS.contains(word);
    }

    public String text() {
        return text;
    }

    /** Whether there is none: so it is for a secret that someone else stored. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Description that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
