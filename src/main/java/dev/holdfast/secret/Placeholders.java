package dev.holdfast.secret;

import java.nio.CharBuffer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The texts that stand where a secret was or should be: storing one would destroy the real secret.
 *
 * <p>Refused, blanks and one pair of quotes around them aside, and upper and lower case alike:
 *
 * <ol>
 *   <li>masks alone: three or more of {@code * • ● █} and the like, or of {@code . - _ # ?}; four or more {@code x},
 *       also in groups;
 *   <li>masked keys: four or more mask characters, or six or more {@code x}, at the end; four or more mask characters
 *       in front of eight letters or fewer; eight or more in the middle of one word; three or more between a
 *       well-known prefix of keys and the rest;
 *   <li>a URL whose password is masked;
 *   <li>shortened keys: up to 40 characters and then {@code ...} or {@code …}; a well-known prefix with either of
 *       them in the middle; a PEM block of dots or stars;
 *   <li>markers: <i>redacted</i> and the like, in brackets, stars or underscores; {@code [REDACTED]} and its like
 *       also inside of longer text;
 *   <li>templates and nothing else: {@code <your-key-here>}, {@code ${VAR}}, {@code {{ … }}}, {@code {name}},
 *       {@code __NAME__}, {@code %A_NAME%}, {@code $A_NAME}, {@code $(command)}, {@code process.env.NAME};
 *   <li>words: <i>changeme, replace me, placeholder, redacted, todo, tbd, fixme, null, undefined</i>, and phrases
 *       such as <i>your_api_key_here</i> or <i>paste token here</i>;
 *   <li>what Holdfast shows in place of a value: {@code holdfast://…}, {@code SecretValue[…]}, a fingerprint.
 * </ol>
 *
 * <p>Made to err towards "secret": a mark in the middle of a text, as in {@code p****word}, {@code a<b>c} or
 * {@code ab...yz}, is part of a password; so are the bare words <i>secret</i>, <i>password</i>, <i>test</i>,
 * <i>example</i>, <i>dummy</i>. Runs of {@code x} longer than 64 are taken as values.
 */
final class Placeholders {

    /** Longer texts are read for masks alone and for {@code [REDACTED]} inside. */
    private static final int LONGEST = 512;

    private static final String MASK = "[*•●∙∗⬤⚫■▪█▇▓▒░]";
    private static final String KEY_PREFIX =
            "(?:[srp]k_(?:live|test)_|whsec_|sk-|gh[posur]_|github_pat_|glpat-|xox[a-z]-"
                    + "|AKIA|ASIA|eyJ|AIza|hv[sb]\\.|npm_|SG\\.)";

    /** As in {@code Bearer ****}. */
    private static final String SCHEME_WORD = "(?:[a-z]{1,16} )?";

    private static final String MASKED_PASSWORD =
            "(?:" + MASK + "{3,}|x{5}|<[a-z_ -]+>|\\[[a-z_ -]+\\]|\\$\\{[^{}]*\\})";
    private static final String MARKER =
            "(?:redacted|masked|removed|filtered|hidden|scrubbed|saniti[sz]ed|censored|omitted"
                    + "|concealed|deleted|protected|sensitive|encrypted|truncated|secret|password|token|credentials?|key"
                    + "|api[-_ ]?key|value|placeholder)";
    private static final String THING =
            "(?:key|token|secret|password|passwd|pwd|credentials?|value|id|url|uri|dsn|string|name"
                    + "|user|username|account|apikey|pat)";
    private static final String YOUR =
            "(?:[a-z]{1,16}[-_ ]){0,4}your(?:[a-z0-9]{0,24}|(?:[-_ ][a-z0-9]{1,16}){0,4}[-_ ])";

    private static final Pattern MASK_ALONE = rule(MASK + "{3,}+");

    /** Never part of a secret by chance, so looked for inside of longer text too. */
    private static final Pattern REDACTED_INSIDE = rule("[\\[<({*]redacted[^\\[<({*\\]>)}\\n]{0,40}[\\]>)}*]"
            + "|\\*{3}(?:removed|masked|hidden)\\*{3}|\\[(?:masked|filtered|removed)]");

    // In the order of the list above; each is matched against the whole text, so none can find a mark inside of a
    // password.
    private static final List<Pattern> RULES = List.of(
            // masks alone
            rule("[.\\-_#?…]{3,}|…"),
            rule("x{4,64}|x{3,}(?:[-_ ]x{3,}){1,8}"),
            // masked keys
            rule(SCHEME_WORD + "[^*•\\s]{0,64}" + MASK + "{4,}"),
            rule(SCHEME_WORD + "[a-z0-9_.-]{0,23}[a-wyz0-9_.-]x{6,64}"),
            rule(MASK + "{4,}[a-z0-9_-]{1,8}"),
            rule("\\S*?" + MASK + "{8,}\\S*"),
            rule(KEY_PREFIX + "[a-z0-9_-]*" + MASK + "{3,}\\S*"),
            // a URL whose password is masked
            rule("[a-z][a-z0-9+.:-]*://[^\\s/@:]*:" + MASKED_PASSWORD + "@.*"),
            // shortened keys
            rule(SCHEME_WORD + "\\S{1,40}(?:\\.{3,}|…)"),
            rule(KEY_PREFIX + "[a-z0-9_-]{0,20}(?:\\.{3,}|…)[a-z0-9_-]{0,12}"),
            rule("-----BEGIN [A-Z0-9 ]+-----\\s*(?:\\.{3,}|…|" + MASK + "{3,})\\s*-----END [A-Z0-9 ]+-----"),
            // markers
            rule("[\\[({]" + MARKER + "(?:[-_: ][^\\]})]{0,64})?[\\])}]"),
            rule("\\*{2,}\\s?" + MARKER + "\\s?\\*{2,}|__" + MARKER + "__"),
            rule("\\[object object\\]|\\[\\*+\\]|<\\*+>|\\[[.…]+\\]|<[.…]+>"),
            // templates and nothing else
            rule("<[a-z]+(?:[-_ .:/][a-z0-9]+)*>|<%[^%\\n]*%>"),
            rule("\\$\\{[^{}\\n]*\\}|\\$?\\{\\{[^{}\\n]*\\}\\}|\\{[a-z]+(?:[-_ ][a-z]+)*\\}|\\$\\([^()\\n]*\\)"),
            rule("process\\.env\\.[a-z0-9_]+"),
            Pattern.compile("__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|%[A-Z]+(?:_[A-Z0-9]+)+%|\\$[A-Z]+(?:_[A-Z0-9]+)+"),
            // words
            rule("redacted|placeholder|null|undefined|tbd|fix[-_]?me|to[-_]?do|(?:change|replace)[-_ ]?(?:me|this)"),
            rule("(?:change|replace)[-_ ](?:me|this)[-_ ][a-z _-]{1,40}|(?:todo|fixme|tbd)[: ].{0,100}"),
            rule("(?:[a-z]{1,16}[-_ ]){0,4}placeholder(?:[-_ ][a-z]{1,16}){0,4}"),
            rule(YOUR + THING + "(?:[-_ ](?:goes[-_ ])?here)?"),
            rule("(?:[a-z0-9]{1,16}[-_ ]){0,5}" + THING + "[-_ ](?:goes[-_ ])?here"),
            rule("(?:insert|enter|paste|put|add|set)[-_ ](?:[a-z0-9]{1,16}[-_ ]){0,6}here"),
            // what Holdfast shows in place of a value
            rule("holdfast://.*|SecretValue\\[.*\\]|hf1:[a-z0-9_-]{22,43}"));

    private Placeholders() {}

    private static Pattern rule(String whole) {
        return Pattern.compile(whole, Pattern.CASE_INSENSITIVE);
    }

    /**
     * Refuses a value which is no secret.
     *
     * @throws InvalidInput of subject {@code VALUE}
     */
    static void refuse(byte[] utf8) {
        if (Utf8.lend(utf8, Placeholders::isOne)) {
            throw InvalidInput.value(
                    "The value is a placeholder or a redaction marker, not a secret; storing it would destroy the real one.",
                    "Send the secret itself, or let the server make or read it with generate or valueFrom.");
        }
    }

    // A matcher reads the lent characters in place; no group is ever taken out as a String.
    private static boolean isOne(CharBuffer value) {
        CharBuffer text = unquoted(trimmed(value));
        if (MASK_ALONE.matcher(text).matches() || REDACTED_INSIDE.matcher(text).find()) {
            return true;
        }
        return text.length() <= LONGEST
                && RULES.stream().anyMatch(rule -> rule.matcher(text).matches());
    }

    private static CharBuffer trimmed(CharBuffer text) {
        int from = 0;
        int to = text.length();
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return text.subSequence(from, to);
    }

    private static CharBuffer unquoted(CharBuffer text) {
        int last = text.length() - 1;
        boolean quoted = last > 0 && text.charAt(0) == text.charAt(last) && "\"'`".indexOf(text.charAt(0)) >= 0;
        return quoted ? text.subSequence(1, last) : text;
    }
}
