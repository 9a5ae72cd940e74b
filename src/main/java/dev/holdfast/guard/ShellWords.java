package dev.holdfast.guard;

import static dev.holdfast.guard.EnvNames.UNKNOWN;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of a shell: quotes taken away, what is certain filled in, and the rest marked as unknown. */
final class ShellWords {

    private static final String ENDS = " \t\n;&|<>()\r";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FUNCTION_OR_ARRAY = Pattern.compile("[A-Za-z_][\\w.:-]*|.*=", Pattern.DOTALL);
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
    private static final Set<String> NUMBERS =
            Set.of("date", "nproc", "uname", "whoami", "hostname", "wc", "id", "uuidgen");

    /** What looking ahead may cost in all, in characters: a line is read in a time that grows with its length alone. */
    private static final int LOOKS = 20_000_000;

    private final ShellReader reader;
    private int looks;

    ShellWords(ShellReader reader) {
        this.reader = reader;
    }

    static boolean isAssignment(String word) {
        return ASSIGNMENT.matcher(word).matches();
    }

    String word() {
        StringBuilder word = new StringBuilder();
        while (reader.more()) {
            char c = reader.peek(0);
            if ((c == '<' || c == '>') && reader.peek(1) == '(') {
                reader.at += 2;
                reader.substitution();
                word.append(UNKNOWN);
            } else if (ENDS.indexOf(c) >= 0) {
                break;
            } else {
                piece(word, c);
            }
        }
        if (reader.peek(0) == '(' && !FUNCTION_OR_ARRAY.matcher(word).matches()) {
            word.append(UNKNOWN); // A pattern of alternatives.
        }
        return word.toString();
    }

    private void piece(StringBuilder word, char c) {
        switch (c) {
            case '\\' -> {
                if (!reader.next("\\\n")) {
                    word.append(reader.peek(1));
                }
                reader.at += 2;
            }
            case '\'' -> quoted(word);
            case '"' -> {
                reader.at++;
                word.append(untilQuote(true));
            }
            case '$' -> dollar(word, false);
            case '`' -> backticks(word);
            case '*', '?' -> {
                word.append(UNKNOWN);
                reader.at++;
            }
            case '[' -> bracket(word);
            case '{' -> brace(word);
            case '~' -> tilde(word);
            default -> {
                word.append(c);
                reader.at++;
            }
        }
    }

    private void quoted(StringBuilder word) {
        int end = reader.text.indexOf('\'', reader.at + 1);
        if (end < 0) {
            reader.doubt();
            return;
        }
        word.append(reader.text, reader.at + 1, end);
        reader.at = end + 1;
    }

    /** Text in which only variables, substitutions and some backslashes count: up to a quote, or all of a here-document. */
    String untilQuote(boolean quote) {
        StringBuilder text = new StringBuilder();
        while (reader.more()) {
            char c = reader.peek(0);
            if (c == '"' && quote) {
                reader.at++;
                return text.toString();
            }
            if (c == '\\') {
                char escaped = reader.peek(1);
                if ("$`\\".indexOf(escaped) >= 0 || (quote && escaped == '"')) {
                    text.append(escaped);
                } else if (escaped != '\n') {
                    text.append(c).append(escaped);
                }
                reader.at += 2;
            } else if (c == '$') {
                dollar(text, true);
            } else if (c == '`') {
                backticks(text);
            } else {
                text.append(c);
                reader.at++;
            }
        }
        if (quote) {
            reader.doubt();
        }
        return text.toString();
    }

    private void dollar(StringBuilder word, boolean quoted) {
        char c = reader.peek(1);
        if (c == '(') {
            parentheses(word);
        } else if (c == '{') {
            parameter(word, quoted);
        } else if (c == '\'' && !quoted) {
            reader.at += 2;
            word.append(AnsiQuotes.read(reader));
        } else if (c == '"' && !quoted) {
            reader.at += 2;
            word.append(untilQuote(true));
        } else {
            variable(word, c, quoted);
        }
    }

    private void variable(StringBuilder word, char c, boolean quoted) {
        int end = reader.at + 1;
        if (Character.isLetter(c) || c == '_') {
            while (end < reader.text.length()
                    && NAME.matcher("a" + reader.text.charAt(end)).matches()) {
                end++;
            }
        } else if (Character.isDigit(c) || ("$?!#-@*".indexOf(c) >= 0 && c != '\0')) {
            end++;
        }
        String name = reader.text.substring(reader.at + 1, end);
        reader.at = end;
        word.append(name.isEmpty() ? "$" : filled(name, quoted));
    }

    private String filled(String name, boolean quoted) {
        String text = reader.variables.text(name);
        boolean splits = text != null && !quoted && !text.matches("[^\\s*?\\[]*");
        return text == null || splits ? String.valueOf(UNKNOWN) : text;
    }

    private void parameter(StringBuilder word, boolean quoted) {
        int end = closing(reader.at + 1, '{', '}');
        if (end < 0) {
            reader.doubt();
            return;
        }
        String inner = reader.text.substring(reader.at + 2, end);
        reader.at = end + 1;
        if (NAME.matcher(inner).matches()) {
            word.append(filled(inner, quoted));
            return;
        }
        if (inner.contains("$(") || inner.contains("`") || inner.contains("<(") || inner.contains(">(")) {
            reader.nested(inner);
        }
        word.append(inner.startsWith("#") ? '0' : UNKNOWN);
    }

    private void parentheses(StringBuilder word) {
        String arithmetic = reader.next("$((") ? arithmetic(reader.at + 1) : null;
        if (arithmetic != null) {
            reader.at += arithmetic.length() + 5;
            reader.nestedArithmetic(arithmetic);
            word.append('0');
            return;
        }
        reader.at += 2;
        List<ShellCommand> inside = reader.since(reader.substitution());
        boolean one = inside.size() == 1
                && inside.get(0).redirects.isEmpty()
                && !inside.get(0).words.isEmpty()
                && inside.get(0).words.stream()
                        .noneMatch(typed -> typed.contains("env") || typed.indexOf(UNKNOWN) >= 0);
        String program = one ? inside.get(0).words.get(0) : "";
        if (NUMBERS.contains(program)) {
            word.append('0');
        } else {
            word.append(program.equals("mktemp") ? "/tmp/tmp.0" : UNKNOWN);
        }
    }

    /** What stands between {@code ((} and {@code ))}, which begin here; null where they do not close so. */
    @Nullable
    String arithmetic(int from) {
        int end = closing(from, '(', ')');
        return end > from + 2 && reader.text.charAt(end - 1) == ')' && closing(from + 1, '(', ')') == end - 1
                ? reader.text.substring(from + 2, end - 1)
                : null;
    }

    /** Where the bracket closes that opens here; quotes and backslashes are heeded. */
    private int closing(int from, char opens, char closes) {
        int open = 0;
        char quote = 0;
        for (int i = from; i < reader.text.length(); i++) {
            char c = reader.text.charAt(i);
            if (++looks > LOOKS) {
                reader.doubt();
                return -1;
            }
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == opens) {
                open++;
            } else if (c == closes && --open == 0) {
                return i;
            }
        }
        return -1;
    }

    private void backticks(StringBuilder word) {
        StringBuilder inner = new StringBuilder();
        int i = reader.at + 1;
        while (i < reader.text.length() && reader.text.charAt(i) != '`') {
            if (reader.text.charAt(i) == '\\' && i + 1 < reader.text.length()) {
                char escaped = reader.text.charAt(++i);
                inner.append("`\\$".indexOf(escaped) >= 0 ? "" : "\\").append(escaped);
            } else {
                inner.append(reader.text.charAt(i));
            }
            i++;
        }
        if (i >= reader.text.length()) {
            reader.doubt();
            return;
        }
        reader.at = i + 1;
        reader.nested(inner.toString());
        word.append(UNKNOWN);
    }

    /** A set of characters, such as {@code [en]}; the command {@code [} stands alone. */
    private void bracket(StringBuilder word) {
        int end = reader.at + 1;
        while (end < reader.text.length() && (ENDS + "]").indexOf(reader.text.charAt(end)) < 0 && ++looks <= LOOKS) {
            end++;
        }
        if (looks > LOOKS) {
            reader.doubt();
            return;
        }
        boolean set = end < reader.text.length() && reader.text.charAt(end) == ']' && end > reader.at + 1;
        word.append(set ? UNKNOWN : '[');
        reader.at = set ? end + 1 : reader.at + 1;
    }

    /** {@code {a,b}} is several words, {@code {}} stands for a name that is found later. */
    private void brace(StringBuilder word) {
        int end = closing(reader.at, '{', '}');
        String inner = end < 0 ? " " : reader.text.substring(reader.at + 1, end);
        boolean blank = inner.chars().anyMatch(c -> " \t\n".indexOf(c) >= 0);
        if (!blank && (inner.isEmpty() || inner.contains(",") || inner.contains(".."))) {
            if (inner.contains("$(") || inner.contains("`")) {
                reader.nested(inner);
            }
            word.append(UNKNOWN);
            reader.at = end + 1;
        } else {
            word.append('{');
            reader.at++;
        }
    }

    private void tilde(StringBuilder word) {
        boolean start = word.length() == 0;
        char after = reader.peek(1);
        word.append(start && after != '/' && after != '\0' && ENDS.indexOf(after) < 0 ? UNKNOWN : '~');
        reader.at++;
    }
}
