package dev.holdfast.dotenv.detect;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Texts that stand where a secret will be: placeholders, and references that something else fills in. */
final class Blanks {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{[^{}]{0,200}\\}|\\{\\{[^{}]{0,200}\\}\\}|<[a-zA-Z_ -]{1,60}>");
    private static final int LONGEST = 4096;

    private Blanks() {}

    static boolean is(String text) {
        return placeholder(text) || onlyReferences(text);
    }

    private static boolean placeholder(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SecretValue.MAX_BYTES) {
            return false;
        }
        try (SecretValue checked = SecretValue.ofUtf8(bytes)) {
            return checked.length() == 0;
        } catch (InvalidInput e) {
            return true; // What the store refuses as a value is none that could be stored first.
        } finally {
            java.util.Arrays.fill(bytes, (byte) 0);
        }
    }

    private static boolean onlyReferences(String text) {
        return text.length() <= LONGEST
                && (text.contains("${") || text.contains("{{"))
                && REFERENCE.matcher(text).replaceAll("").chars().noneMatch(Character::isLetterOrDigit);
    }
}
