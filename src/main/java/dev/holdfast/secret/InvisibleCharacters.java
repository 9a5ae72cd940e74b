package dev.holdfast.secret;

/**
 * The characters that change how text reads without being seen: control, bidi and zero-width characters, line and
 * paragraph separators, blank letters, variation selectors (but the one that emoji need), private use and halves of a
 * pair.
 */
final class InvisibleCharacters {

    private static final int EMOJI_STYLE = 0xFE0F;

    private InvisibleCharacters() {}

    static boolean isOne(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> isBlankLetter(codePoint) || isVariationSelector(codePoint);
        };
    }

    /**
     * Letters and marks by their category, but drawn as nothing (Unicode's Default_Ignorable_Code_Point, and Braille
     * blank).
     */
    private static boolean isBlankLetter(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }

    private static boolean isVariationSelector(int codePoint) {
        boolean basic = codePoint >= 0xFE00 && codePoint < EMOJI_STYLE;
        return basic || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }
}
