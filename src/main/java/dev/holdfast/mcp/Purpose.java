package dev.holdfast.mcp;

import dev.holdfast.secret.InvalidInput;

/** The words in which an agent says why it asks; kept for people to read, so held to one line of text. */
final class Purpose {

    private static final int MOST = 500;

    private Purpose() {}

    /** @param least how many characters it must have */
    static String require(String name, String text, int least) {
        String own = text.strip();
        int length = own.codePointCount(0, own.length());
        boolean oneLine = own.codePoints().noneMatch(Purpose::invisible);
        if (length < least || length > MOST || !oneLine) {
            throw InvalidInput.argument(
                    name + " is not one line of " + least + " to " + MOST + " characters.",
                    "Say in a few words why, without any part of a secret.");
        }
        return own;
    }

    private static boolean invisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
