package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The rule for the few values that may stand in an example: numbers, switches and addresses that say nothing, under names
 * that do not speak of secrets.
 *
 * <p>Stricter than {@link EnvSecrets}: there doubt costs a question, here it would cost a secret.
 */
final class PlainValue {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,5}(\\.[0-9]{1,3})?[a-zA-Z]{0,2}");
    private static final Pattern SWITCH =
            Pattern.compile("(?i)true|false|yes|no|on|off|none|auto|default|enabled|disabled|development|staging"
                    + "|production|test|local|localhost|debug|info|warn|error");
    private static final Pattern ADDRESS =
            Pattern.compile("[a-z][a-z0-9+.-]{1,15}://[a-zA-Z0-9.-]{1,64}(:[0-9]{1,5})?(/[a-z]{1,10}[0-9]?){0,2}/?");

    /** No issuer's form and no number: a name that makes it a secret does so by itself. */
    private static final byte[] WORD = "some-word".getBytes(StandardCharsets.UTF_8);

    private PlainValue() {}

    /** Whether the text, without quotes, may be shown as the value of {@code name}. */
    static boolean is(String name, String text) {
        boolean plain = text.isEmpty()
                || NUMBER.matcher(text).matches()
                || SWITCH.matcher(text).matches()
                || ADDRESS.matcher(text).matches();
        return plain && !looksSecret(name, text.getBytes(StandardCharsets.UTF_8)) && !looksSecret(name, WORD);
    }

    private static boolean looksSecret(String name, byte[] utf8) {
        try (SecretValue value = SecretValue.stored(utf8)) {
            return EnvSecrets.looksSecret(name, value);
        }
    }
}
