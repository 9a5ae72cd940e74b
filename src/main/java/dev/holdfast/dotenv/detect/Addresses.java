package dev.holdfast.dotenv.detect;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that let in whoever has them: with a login in front of the host, or a token for a hook in the path. */
final class Addresses {

    private static final int LONGEST = 4096;
    private static final String SEPARATOR = "://";

    /** A login without a scheme, as Go's MySQL driver and proxies take it. */
    private static final Pattern BARE_LOGIN = Pattern.compile(
            "([\\w.-]{1,64}):([^\\s/@:]{1,200})@(?:(?:tcp|unix)\\(.*|[\\w.-]{1,200}(?::[0-9]{1,5})?(?:/\\S*)?)");

    private static final Pattern NO_LOGIN = Pattern.compile("mailto|sip|sips|xmpp|acct|git");
    private static final Pattern DSN_PATH = Pattern.compile("(/[\\w.-]{1,64}){0,3}/[0-9]{1,20}");
    private static final Pattern TOKEN_PART = Pattern.compile("[\\w-]{16,200}");
    private static final Pattern HOOK = Pattern.compile(
            "(?:^|[/.@])(?:[\\w-]*hooks?|webhookb?2?|services|incomingwebhook|catch|trigger|key|token|push|secret|bot[0-9]{6,12}:[\\w-]*|v[0-9]{1,2})(?:/|$)");
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,2}");
    private static final Set<String> CALLED = Set.of("services", "trigger", "catch", "key", "token", "push", "secret");
    private static final Pattern ORACLE =
            Pattern.compile("jdbc:oracle:[a-z]{1,8}:[\\w$]{1,64}/[^@\\s]{1,200}@.{0,1000}");
    private static final Pattern SHORT_HOOK =
            Pattern.compile("(?:https://)?hooks\\.zapier\\.com/hooks/catch/[0-9]{3,12}/[a-z0-9]{5,20}/?");

    private Addresses() {}

    static boolean withLogin(String text) {
        if (text.length() <= LONGEST && ORACLE.matcher(text).matches()) {
            return true;
        }
        int from = 0;
        int at = text.indexOf(SEPARATOR);
        while (at >= 0) {
            int end = end(text, at + SEPARATOR.length());
            if (login(text.substring(at + SEPARATOR.length(), end))
                    || hook(text.substring(at + SEPARATOR.length(), end))) {
                return true;
            }
            from = Math.max(end, at + SEPARATOR.length());
            at = text.indexOf(SEPARATOR, from);
        }
        return from == 0 && text.length() <= LONGEST && bareLogin(text);
    }

    /** Where an address ends that begins at {@code from}: at white space or a quote. */
    private static int end(String text, int from) {
        int most = Math.min(text.length(), from + LONGEST);
        for (int i = from; i < most; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '"' || c == '\'' || c == '`') {
                return i;
            }
        }
        return most;
    }

    /** @param rest the address behind its scheme */
    private static boolean login(String rest) {
        int at = authorityEnd(rest);
        if (at <= 0) {
            return false;
        }
        String login = rest.substring(0, at);
        int colon = login.indexOf(':');
        if (colon >= 0) {
            String password = login.substring(colon + 1);
            return !password.isEmpty() && !Blanks.is(password) && !PlainValues.reference(password);
        }
        String path = rest.substring(at + 1).replaceFirst("^[^/]*", "");
        boolean dsn = DSN_PATH.matcher(path).matches() || rest.contains("sentry");
        return !dsn && Randomness.part(login);
    }

    /** Where the login ends, or -1: a password may hold a slash, a port is digits alone. */
    private static int authorityEnd(String rest) {
        int slash = firstOf(rest, "/?#");
        int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
        if (at >= 0 || slash < 0) {
            return at;
        }
        int colon = rest.indexOf(':');
        int later = rest.indexOf('@', slash);
        boolean port = colon > slash
                || colon < 0
                || rest.substring(colon + 1, slash).chars().allMatch(Character::isDigit);
        return port ? -1 : later;
    }

    private static int firstOf(String text, String any) {
        for (int i = 0; i < text.length(); i++) {
            if (any.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean bareLogin(String text) {
        Matcher login = BARE_LOGIN.matcher(text);
        return login.matches()
                && !NO_LOGIN.matcher(login.group(1)).matches()
                && !login.group(2).startsWith("$")
                && !Blanks.is(login.group(2));
    }

    /** A part of the path that nobody could guess, behind a word that says that a call is answered to. */
    private static boolean hook(String rest) {
        String path = rest.split("[?#]", 2)[0];
        String lower = path.toLowerCase(Locale.ROOT);
        if (!lower.contains("hook") && !HOOK.matcher(lower).find()) {
            return false;
        }
        if (SHORT_HOOK.matcher(path).matches()) {
            return true;
        }
        String[] parts = path.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            boolean afterVersion = VERSION.matcher(parts[i - 1]).matches();
            boolean bot = parts[i].startsWith("bot") && parts[i].contains(":");
            if (bot && parts[i].length() > 30) {
                return true;
            }
            boolean hook = lower.contains("hook");
            if ((hook || afterVersion || CALLED.contains(parts[i - 1])) && token(parts[i], !hook)) {
                return true;
            }
        }
        return false;
    }

    private static boolean token(String part, boolean strictly) {
        if (!TOKEN_PART.matcher(part).matches() || part.chars().distinct().count() < 8) {
            return false;
        }
        boolean word = part.contains("-") || part.contains("_");
        return Randomness.part(part) || (!strictly && !word);
    }
}
