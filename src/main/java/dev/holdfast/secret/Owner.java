package dev.holdfast.secret;

import org.jspecify.annotations.Nullable;

/**
 * Who answers for a secret: a person or a team, in free words; not secret itself, and no right follows from it.
 *
 * <p>Blanks at its ends taken off, it has 1 to 100 characters (code points), none of them invisible, and it does not
 * tell the value ({@link ValueOverlap}). Immutable.
 */
public final class Owner {

    /** Most characters. */
    public static final int MAX_LENGTH = 100;

    private final String text;

    private Owner(String text) {
        this.text = text;
    }

    /**
     * Takes an owner.
     *
     * @param value of the secret, which the text must not tell; null when it is not at hand
     * @throws InvalidInput of subject {@code ARGUMENT} when a rule is broken
     */
    public static Owner of(String text, @Nullable SecretValue value) {
        String own = text.strip();
        // A code point has two chars at most: what is longer is not counted, however long it is.
        boolean tooLong = own.length() > 2 * MAX_LENGTH || own.codePointCount(0, own.length()) > MAX_LENGTH;
        boolean blank = own.codePoints().allMatch(Character::isSpaceChar);
        if (tooLong || blank || own.codePoints().anyMatch(InvisibleCharacters::isOne)) {
            throw InvalidInput.argument(
                    "The owner is not one line of 1 to " + MAX_LENGTH + " visible characters.",
                    "Name a person or a team, for example: Payments team.");
        }
        if (value != null && ValueOverlap.tells(own, value)) {
            throw InvalidInput.argument(
                    "The owner holds the value, or eight characters of it in a row.",
                    "Name a person or a team without quoting any of the value.");
        }
        return new Owner(own);
    }

    /** Takes an owner back from a store, unchecked: someone else may have written it. */
    public static Owner stored(String text) {
        return new Owner(text);
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner that && text.equals(that.text);
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
