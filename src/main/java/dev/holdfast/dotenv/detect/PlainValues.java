package dev.holdfast.dotenv.detect;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that are no secret whatever they are called: switches, numbers, times, places, public keys. */
final class PlainValues {

    private static final int LONGEST = 2048;

    private static final Set<String> TOGGLES =
            Set.of("true", "false", "yes", "no", "on", "off", "none", "null", "nil", "enabled", "disabled", "0", "1");
    private static final Set<String> MODES = Set.of(
            "auto",
            "default",
            "development",
            "staging",
            "production",
            "test",
            "local",
            "debug",
            "info",
            "warn",
            "error",
            "required",
            "optional",
            "basic",
            "bearer",
            "env",
            "file");

    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,2}");
    /** Numbers, sizes and times. */
    private static final Pattern MEASURE = Pattern.compile(
            "[+-]?[0-9]{1,6}(\\.[0-9]{1,3})?\\s?([a-zA-Z]{0,2}|min|mins|sec|secs|hours?|days?|minutes?|seconds?)");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.:-]{0,40}://\\S*");
    private static final Pattern PATH = Pattern.compile("(~?|\\.{1,2}|[A-Za-z]:|classpath:|file:)[/\\\\].*");
    private static final Pattern RELATIVE_PATH =
            Pattern.compile("[\\w.-]{1,64}([/\\\\][\\w.-]{1,64}){0,16}\\.[A-Za-z][A-Za-z0-9]{1,4}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}(\\.[\\w-]{1,63}){1,8}");
    private static final Pattern RESOURCE = Pattern.compile("[a-z]{1,12}-[0-9a-f]{8,17}");
    private static final Pattern CHAIN_ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]{4,15}(Z|[+-][0-9:]{2,6})?)?");
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern PUBLISHED_ID =
            Pattern.compile("(acct|price|prod|prj|team|org|cus|plan|sub|usr|app|proj)[_-][A-Za-z0-9]{8,40}"
                    + "|[0-9]{6,20}-[a-z0-9]{16,40}\\.apps\\.googleusercontent\\.com|Iv1\\.[0-9a-f]{16}"
                    + "|Qm[1-9A-HJ-NP-Za-km-z]{44}|bc1[a-z0-9]{30,60}|baf[a-z0-9]{50,60}");
    private static final List<String> PUBLIC_STARTS = List.of(
            "arn:",
            "data:image/",
            "data:font/",
            "ssh-rsa ",
            "ssh-ed25519 ",
            "ecdsa-sha2-",
            "sha1-",
            "sha256-",
            "sha384-",
            "sha512-",
            "sha256:",
            "sha-",
            "iVBORw0KGgo",
            "/9j/",
            "R0lGOD",
            "PHN2Zy",
            "UklGR",
            "AAABAA");

    private static final Pattern REFERENCE =
            Pattern.compile("[$#]\\{[^{}]{0,200}\\}|\\{\\{[^{}]{0,200}\\}\\}|<[a-zA-Z_ -]{1,60}>|\\$[A-Z][A-Z_]{2,60}");
    private static final Pattern MANAGED = Pattern.compile("!(?:vault|secret|Ref|GetAtt|Sub|ENV)\\b.{0,200}"
            + "|(?:projects|secret|secrets|kv|vault)/[\\w./#-]{1,200}|vault:[\\w./#-]{1,200}");
    private static final Pattern PAIR = Pattern.compile("[\\w.@-]{2,64}[:/]\\S{3,200}");
    private static final Pattern PHRASE = Pattern.compile("[a-z]{3,8}(?: [a-z]{3,8}){11,23}");

    private PlainValues() {}

    /** What something else fills in, or a place in a manager of secrets. */
    static boolean reference(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        boolean braced = text.indexOf('{') >= 0 || text.startsWith("$");
        return MANAGED.matcher(text).matches()
                || (braced && REFERENCE.matcher(text).replaceAll("").chars().noneMatch(Character::isLetterOrDigit));
    }

    /** A user and a password, parted by a colon or a slash. */
    static boolean pair(String text) {
        return PAIR.matcher(text).matches();
    }

    /** The words that a wallet is restored from: 12, 15, 18, 21 or 24 short ones. */
    static boolean recoveryPhrase(String text) {
        return text.length() <= 220
                && PHRASE.matcher(text).matches()
                && (text.chars().filter(c -> c == ' ').count() + 1) % 3 == 0;
    }

    static boolean toggle(String text) {
        return text.length() < 10 && TOGGLES.contains(text.toLowerCase(Locale.ROOT));
    }

    static boolean shortNumber(String text) {
        return text.length() < 3 && SHORT_NUMBER.matcher(text).matches();
    }

    /** What says where a secret is. */
    static boolean pointer(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        return text.startsWith("arn:")
                || ADDRESS.matcher(text).matches()
                || (PATH.matcher(text).matches() && !Randomness.is(text));
    }

    /** A certificate or public key, and pictures. */
    static boolean publicBlock(String text) {
        return PUBLIC_STARTS.stream().anyMatch(text::startsWith)
                || text.contains("ssh-rsa AAAA")
                || text.contains("ssh-ed25519 AAAA")
                || (text.startsWith("-----BEGIN ") && !text.contains("PRIVATE"));
    }

    static boolean is(String text) {
        return text.length() <= LONGEST
                && (pointer(text)
                        || MODES.contains(text.toLowerCase(Locale.ROOT))
                        || MEASURE.matcher(text).matches()
                        || EMAIL.matcher(text).matches()
                        || TIME.matcher(text).matches()
                        || (RELATIVE_PATH.matcher(text).matches() && !Randomness.is(text))
                        || CHAIN_ADDRESS.matcher(text).matches());
    }

    /** What identifies something, where the name does not call it a key. */
    static boolean identifier(String text) {
        if (text.length() > LONGEST || NUMBER.matcher(text).matches()) {
            return true;
        }
        if (text.contains(",")) {
            return List.of(text.split(",", -1)).stream().allMatch(part -> !Randomness.is(part) || identifier(part));
        }
        return UUID.matcher(text).matches()
                || TRACE.matcher(text).matches()
                || RESOURCE.matcher(text).matches()
                || PUBLISHED_ID.matcher(text).matches();
    }
}
