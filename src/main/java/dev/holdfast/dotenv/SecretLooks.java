package dev.holdfast.dotenv;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether an assignment looks like a secret: by the variable's name, by the form that an issuer gives its keys, or by
 * how random it is.
 *
 * <p>Not secret are empty values, placeholders, numbers, switches, and addresses without credentials. In doubt it is secret:
 * a question too many costs a call, one too few costs a key.
 */
final class SecretLooks {

    private static final Pattern NAME = Pattern.compile(
            "(^|.*_)(KEY|APIKEY|SECRET|TOKEN|PASSWORD|PASSWD|PWD|PASSPHRASE|CREDENTIALS?|PRIVATE|SALT|AUTH|DSN)(_.*|$)"
                    + "|.*(PASSWORD|SECRET|APIKEY)$");

    /** Names that hold one of the words above and speak of something beside the secret. */
    private static final Pattern PUBLIC_NAME =
            Pattern.compile("(.*_)?(PUBLIC|PUBLISHABLE)(_.*)?|.*_(ID|PATH|FILE|DIR|URL|URI|HOST"
                    + "|PORT|HEADER|PREFIX|NAME|USER|USERNAME|LENGTH|ROUNDS|ALGORITHM|ALG|ISSUER|AUDIENCE|TTL|EXPIRES_IN|EXPIRY|EXPIRATION"
                    + "|TYPE|ENABLED|PROVIDER|REGION|TIMEOUT|VERSION|MODE)");

    /** How issuers begin their keys. */
    private static final Pattern ISSUED = Pattern.compile(
            "(sk|rk)[_-](live|test|proj|ant)[_-].+|sk-[A-Za-z0-9]{16,}|gh[pousr]_.{16,}|github_pat_.+|glpat-.+|xox[abprs]-.+"
                    + "|AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|AIza.{30,}|ya29\\..+|SG\\..{16,}|key-[a-f0-9]{32}|npm_.{20,}"
                    + "|hv[sb]\\..{20,}|dop_v1_.+|shp(at|ss)_.+|EAAC.{20,}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*|hfa_.{20,}"
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY-----.*|whsec_.+|pypi-.{16,}",
            Pattern.DOTALL);

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    private static final Pattern URL_WITH_PASSWORD =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s]*:[^/?#@\\s]+@.*", Pattern.DOTALL);
    /** Numbers, sizes and times; as short as this they are no secret whatever their name is. */
    private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]{1,5}(\\.[0-9]{1,3})?[a-zA-Z]{0,2}");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");
    private static final Set<String> SWITCHES = Set.of(
            "true",
            "false",
            "yes",
            "no",
            "on",
            "off",
            "none",
            "null",
            "auto",
            "default",
            "enabled",
            "disabled",
            "development",
            "staging",
            "production",
            "test",
            "local",
            "debug",
            "info",
            "warn",
            "error");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_.~-]{20,}");
    private static final double RANDOM_BITS_A_CHARACTER = 3.5;

    private SecretLooks() {}

    static boolean secret(String name, SecretValue value) {
        return value.reveal(bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return secret(name.toUpperCase(Locale.ROOT), text, bytes);
        });
    }

    private static boolean secret(String name, String text, byte[] bytes) {
        if (text.isBlank() || placeholder(bytes)) {
            return false;
        }
        if (ISSUED.matcher(text).matches() || URL_WITH_PASSWORD.matcher(text).matches()) {
            return true;
        }
        boolean plain = PLAIN.matcher(text).matches() || SWITCHES.contains(text.toLowerCase(Locale.ROOT));
        if (plain || URL.matcher(text).matches() || PUBLIC_NAME.matcher(name).matches()) {
            return false;
        }
        return NAME.matcher(name).matches() || (!NUMBER.matcher(text).matches() && random(text));
    }

    private static boolean placeholder(byte[] bytes) {
        try (SecretValue checked = SecretValue.ofUtf8(bytes)) {
            return checked.length() == 0;
        } catch (InvalidInput e) {
            // Too long is no placeholder, and everything else that is refused is no secret.
            return bytes.length <= SecretValue.MAX_BYTES;
        }
    }

    /** One word of 20 characters or more that mixes letters and digits and repeats little (Shannon entropy). */
    private static boolean random(String text) {
        if (!TOKEN.matcher(text).matches()
                || text.chars().noneMatch(Character::isDigit)
                || text.chars().noneMatch(Character::isLetter)) {
            return false;
        }
        Map<Integer, Integer> counts = new HashMap<>();
        text.chars().forEach(character -> counts.merge(character, 1, Integer::sum));
        double bits = 0;
        for (int count : counts.values()) {
            double share = (double) count / text.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits >= RANDOM_BITS_A_CHARACTER;
    }
}
