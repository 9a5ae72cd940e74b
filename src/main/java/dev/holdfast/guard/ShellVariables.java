package dev.holdfast.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a command line's own variables hold, as far as that is certain: set once in the whole of it, by a plain assignment
 * outside of any subshell, and with nothing in it that could set a variable unseen.
 */
final class ShellVariables {

    private static final Pattern SETS_UNSEEN = Pattern.compile(
            "\\b(read|mapfile|readarray|getopts|eval|source|select|let|unset|for|typeset|vared)\\b|printf\\s+-v"
                    + "|\\b(declare|local)\\s+-\\w*n|(^|[;&|\\s])\\.\\s");
    private static final Pattern NUMBER = Pattern.compile(
            "[$?!#-]|RANDOM|SECONDS|LINENO|UID|EUID|PPID|BASHPID|EPOCHSECONDS|SHLVL|OPTIND|COLUMNS|LINES");

    /** More assignments or uses than this are no longer looked up. */
    private static final int MOST = 500;

    private int asked;

    private final String whole;
    private final boolean certain;
    private final Map<String, String> values = new HashMap<>();

    ShellVariables(String whole) {
        this.whole = whole;
        this.certain = !SETS_UNSEEN.matcher(whole).find();
    }

    void assign(String name, String text) {
        if (++asked > MOST) {
            return;
        }
        boolean once = Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(\\[[^\\]]*\\])?:?[-+*/%]?=(?!=)")
                        .matcher(whole)
                        .results()
                        .limit(2)
                        .count()
                == 1;
        if (certain && once && !values.containsKey(name)) {
            values.put(name, text);
        }
    }

    /** What a variable becomes; null when that is not known. */
    @Nullable
    String text(String name) {
        if (NUMBER.matcher(name).matches()) {
            return "0";
        }
        String known = values.get(name);
        if (known != null || ++asked > MOST || !certain || whole.contains(name + "=")) {
            return known;
        }
        return switch (name) {
            case "HOME" -> System.getProperty("user.home");
            case "PWD" -> ".";
            default -> null;
        };
    }
}
