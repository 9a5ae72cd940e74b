package dev.holdfast.policy;

import dev.holdfast.policy.ScopeWords.RuleWords;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a scope says, told a second time from the words of the contract alone.
 *
 * <p>Text, regular expressions and plain loops; nothing of the program that it is held against is called from here, so that
 * a mistake would have to be made twice. Slow, and in no hurry.
 */
final class ScopeOracle {

    /** What is decided, and by which sentence of the contract. */
    enum Answer {
        /** A rule allows it, and none denies it. */
        ALLOWED,
        /** "A caller touches its own environment's and those with none." */
        OTHER_ENVIRONMENT,
        /** "{@code deny} beats {@code allow}." */
        DENIED_BY_RULE,
        /** "Nothing is allowed that no rule allows." */
        NO_RULE
    }

    private static final String SEGMENT = "[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?";
    private static final String SERVICES =
            "(?:service_keys|external_apis|database_connections|third_party_integrations)";
    private static final Pattern PATH = Pattern.compile("(?:project|meta)(?:/" + SEGMENT + "){2}" + "|" + SERVICES
            + "(?:/" + SEGMENT + "){1,4}" + "|" + SERVICES + "(?:\\." + SEGMENT + "){1,4}");
    private static final List<String> ENVIRONMENTS = List.of("production", "staging", "development");

    private record Line(List<String> actions, List<Pattern> paths) {}

    private final String environment;
    private final List<Line> allow;
    private final List<Line> deny;

    ScopeOracle(ScopeWords words) {
        environment = words.environment();
        allow = lines(words.allow());
        deny = lines(words.deny());
    }

    private static List<Line> lines(List<RuleWords> rules) {
        List<Line> lines = new ArrayList<>();
        for (RuleWords rule : rules) {
            List<Pattern> paths = new ArrayList<>();
            for (String pattern : rule.paths()) {
                paths.add(expression(pattern));
            }
            lines.add(new Line(rule.actions(), paths));
        }
        return lines;
    }

    /** The path with slashes that a text stands for, or null where section 1 of the contract lets no path be written so. */
    static @Nullable String canonical(String path) {
        return path.length() <= 256 && PATH.matcher(path).matches() ? slashed(path) : null;
    }

    private static String slashed(String path) {
        return path.contains("/") ? path : path.replace('.', '/');
    }

    /** Each segment with the slash behind it: {@code *} within one segment, {@code **} for any number of them. */
    private static Pattern expression(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (String segment : slashed(pattern).split("/", -1)) {
            if (segment.equals("**")) {
                expression.append("(?:[^/]+/)*");
                continue;
            }
            for (char c : segment.toCharArray()) {
                expression.append(c == '*' ? "[^/]*" : Pattern.quote(String.valueOf(c)));
            }
            expression.append('/');
        }
        return Pattern.compile(expression.toString());
    }

    /** What is decided on a path that {@link #canonical} knows. */
    Answer answer(String action, String path) {
        String whole = slashed(path);
        String last = whole.substring(whole.lastIndexOf('/') + 1);
        if (ENVIRONMENTS.contains(last) && !last.equals(environment)) {
            return Answer.OTHER_ENVIRONMENT;
        }
        if (anyCovers(deny, action, whole)) {
            return Answer.DENIED_BY_RULE;
        }
        return anyCovers(allow, action, whole) ? Answer.ALLOWED : Answer.NO_RULE;
    }

    private static boolean anyCovers(List<Line> lines, String action, String whole) {
        for (Line line : lines) {
            for (Pattern pattern : line.paths()) {
                if (line.actions().contains(action)
                        && pattern.matcher(whole + "/").matches()) {
                    return true;
                }
            }
        }
        return false;
    }
}
