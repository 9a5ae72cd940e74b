package dev.holdfast.dotenv.detect;

import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether an assignment looks like a secret: by the form that an issuer gives its keys, by a login in an address or a
 * list of settings, by what its name says that it is, or by how random it is.
 *
 * <p>Not secret are empty values, placeholders, switches, settings of a secret, and addresses without credentials. In doubt
 * it is secret: a question too many costs a call, one too few costs a key. Takes a time in proportion to the text.
 */
public final class SecretLooks {

    /** What is looked at: nothing longer can be stored. */
    private static final int LONGEST = SecretValue.MAX_BYTES;

    private SecretLooks() {}

    /** What {@code value}, given to the variable {@code name}, looks like. */
    public static Looks of(String name, SecretValue value) {
        return value.reveal(bytes -> {
            int length = Math.min(bytes.length, LONGEST);
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
            if (text.isEmpty() || Blanks.is(text)) {
                return Looks.BLANK;
            }
            return secret(name, text) ? Looks.SECRET : Looks.PLAIN;
        });
    }

    /** Whether it looks secret. */
    public static boolean secret(String name, SecretValue value) {
        return of(name, value) == Looks.SECRET;
    }

    /** Whether {@code value} is a signed token of the web (JWT), whoever signed it. */
    public static boolean webToken(SecretValue value) {
        return value.length() <= LONGEST
                && value.reveal(bytes -> WebTokens.is(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static boolean secret(String name, String text) {
        if (IssuedKeys.anyIn(text)) {
            return true;
        }
        NameKind kind = NameKind.of(name);
        if (IssuedKeys.published(text) || PlainValues.publicBlock(text)) {
            return false;
        }
        if (WebTokens.is(text)) {
            return kind != NameKind.PUBLIC && !WebTokens.anonymous(text);
        }
        if (IssuedKeys.clientKeyIn(text)) {
            return kind != NameKind.PUBLIC;
        }
        return Addresses.withLogin(text)
                || Settings.anySecret(text)
                || PlainValues.recoveryPhrase(text)
                || byName(kind, text);
    }

    /** A text of its own: what issuers, addresses and lists of settings tell was told before. */
    static boolean byName(NameKind kind, String text) {
        if (PlainValues.toggle(text) || PlainValues.reference(text)) {
            return false;
        }
        return switch (kind) {
            case PASSWORD -> !PlainValues.pointer(text) && !PlainValues.shortNumber(text);
            case SECRET -> !PlainValues.is(text);
            case HINT -> !PlainValues.is(text) && Randomness.evident(text);
            case LOGIN -> !PlainValues.is(text) && (Randomness.evident(text) || PlainValues.pair(text));
            case SETTING, PUBLIC -> false;
            case DIGEST -> !Randomness.hexadecimal(text) && random(text);
            case OTHER -> random(text);
        };
    }

    private static boolean random(String text) {
        return !PlainValues.is(text) && !PlainValues.identifier(text) && Randomness.is(text);
    }
}
