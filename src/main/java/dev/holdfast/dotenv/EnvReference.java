package dev.holdfast.dotenv;

import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.nio.CharBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a {@code .env} that stands for a stored secret: {@code holdfast://project/consilio/stripe_api_key}, with
 * {@code ?version=N} where another version than the current one is meant.
 */
final class EnvReference {

    private static final Pattern MENTIONED = Pattern.compile("holdfast://", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE = Pattern.compile("holdfast://([^?#\\s]+)(?:\\?version=([1-9][0-9]{0,8}))?");

    private EnvReference() {}

    /** Whether a value is a reference, or was meant to be one. */
    static boolean isIn(char[] value) {
        return MENTIONED.matcher(CharBuffer.wrap(value)).find();
    }

    /**
     * @throws dev.holdfast.access.Refusal with the line, when it is malformed or a part of longer text
     */
    static Wanted parse(char[] value, int line) {
        Matcher whole = WHOLE.matcher(CharBuffer.wrap(value));
        if (!whole.matches()) {
            throw EnvRefusals.argument(
                    "Line " + line + " of the file has a reference that is malformed, or stands inside of longer text.",
                    "Write nothing but holdfast:// and the key path, with ?version=N behind it if need be; store a longer"
                            + " text, such as a URL with a password, as one secret.");
        }
        try {
            String version = whole.group(2);
            return new Wanted(KeyPath.parse(whole.group(1)), version == null ? null : Integer.valueOf(version));
        } catch (InvalidInput e) {
            throw EnvRefusals.keyPath(
                    "The reference in line " + line + " of the file has no valid key path. " + e.problem());
        }
    }
}
