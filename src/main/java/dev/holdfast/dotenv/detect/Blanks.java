package dev.holdfast.dotenv.detect;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts that stand where a secret will be, and that the store refuses. */
final class Blanks {

    private Blanks() {}

    static boolean is(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SecretValue.MAX_BYTES) {
            return false;
        }
        try (SecretValue checked = SecretValue.ofUtf8(bytes)) {
            return checked.length() == 0;
        } catch (InvalidInput e) {
            return true; // What the store refuses as a value is none that could be stored first.
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
