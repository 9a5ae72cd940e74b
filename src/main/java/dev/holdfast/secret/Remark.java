package dev.holdfast.secret;

import org.jspecify.annotations.Nullable;

/**
 * Why a caller does something, in its own words: one line, kept for people to read, not secret itself.
 *
 * <p>Up to 500 characters (code points), none of them invisible, and no part of the value of the same call. Immutable.
 */
public final class Remark {

    /** Most characters. */
    public static final int MAX_LENGTH = 500;

    private final String text;

    private Remark(String text) {
        this.text = text;
    }

    /**
     * Takes a remark.
     *
     * @param argument what the argument is called, for the message
     * @param least how many characters it must have
     * @param value of the same call, null when it has none
     * @throws InvalidInput of subject {@code ARGUMENT} when a rule is broken
     */
    public static Remark of(String argument, String text, int least, @Nullable SecretValue value) {
        String own = text.strip();
        int length = own.codePointCount(0, own.length());
        if (length < least || length > MAX_LENGTH || own.codePoints().anyMatch(InvisibleCharacters::isOne)) {
            throw InvalidInput.argument(
                    argument + " is not one line of " + least + " to " + MAX_LENGTH + " characters.",
                    "Say in a few words why, without any part of a secret.");
        }
        if (value != null && ValueOverlap.tells(own, value)) {
            throw InvalidInput.argument(
                    argument + " holds the value, or eight characters of it in a row.",
                    "Say why without quoting any of it.");
        }
        return new Remark(own);
    }

    /** A remark as it was taken before. */
    public static Remark stored(String text) {
        return new Remark(text);
    }

    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
