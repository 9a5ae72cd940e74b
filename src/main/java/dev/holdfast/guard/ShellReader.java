package dev.holdfast.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as POSIX shells, bash and zsh do, into the simple commands in it: those in pipes, groups, subshells and
 * substitutions too.
 *
 * <p>What cannot be read for certain is a doubt, never a guess. Not thread-safe.
 */
final class ShellReader {

    private static final int DEEPEST = 40;
    private static final char END_OF_TEXT = '\0';
    private static final Set<String> SETTERS = Set.of("export", "local", "declare", "readonly");

    /** What was read; {@code doubt} says that there may be more to it. */
    record Reading(List<ShellCommand> commands, boolean doubt) {}

    final String text;
    final ShellVariables variables;
    int at;

    private final List<ShellCommand> found;
    private final HereDocuments hereDocuments = new HereDocuments(this);
    private final ShellWords words = new ShellWords(this);
    private final int depth;
    private int level;
    private boolean doubt;
    private ShellCommand current;

    private ShellReader(String text, ShellVariables variables, List<ShellCommand> found, int depth) {
        this.text = text;
        this.variables = variables;
        this.found = found;
        this.depth = depth;
        this.level = depth;
        this.current = new ShellCommand();
    }

    static Reading read(String command) {
        ShellReader reader = new ShellReader(command, new ShellVariables(command), new ArrayList<>(), 0);
        reader.commands(END_OF_TEXT);
        return new Reading(reader.found, reader.doubt || command.indexOf('\0') >= 0);
    }

    /** Reads what stands inside of a substitution as commands of their own. */
    void nested(String inner) {
        if (level >= DEEPEST) {
            doubt();
            return;
        }
        ShellReader reader = new ShellReader(inner, variables, found, level + 1);
        reader.commands(END_OF_TEXT);
        doubt |= reader.doubt;
    }

    /** The text of a here-document in which variables and substitutions count. */
    String expanded(String body) {
        ShellReader reader = new ShellReader(body, variables, found, level + 1);
        String text = reader.words.untilQuote(false);
        doubt |= reader.doubt;
        return text;
    }

    void doubt() {
        doubt = true;
        at = text.length();
    }

    boolean more() {
        return at < text.length();
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END_OF_TEXT;
    }

    boolean next(String expected) {
        return text.startsWith(expected, at);
    }

    /** The simple commands of a substitution or subshell, up to its closing parenthesis; how many there were before. */
    int substitution() {
        int before = found.size();
        if (level >= DEEPEST) {
            doubt();
            return before;
        }
        level++;
        commands(')');
        level--;
        return before;
    }

    List<ShellCommand> since(int before) {
        return found.subList(before, found.size());
    }

    private void commands(char end) {
        ShellCommand outer = current;
        current = fresh(null);
        boolean open = true;
        while (open) {
            blanks();
            if (!more()) {
                if (end != END_OF_TEXT || hereDocuments.awaited()) {
                    doubt();
                }
                open = false;
            } else if (peek(0) == ')' && end == ')') {
                at++;
                open = false;
            } else {
                step(end);
            }
        }
        finish(false);
        current = outer;
    }

    private void step(char end) {
        char c = peek(0);
        switch (c) {
            case '\n', ';' -> {
                at++;
                if (!awaitsCommand() || c == ';') {
                    finish(false);
                }
                if (c == '\n') {
                    hereDocuments.read();
                }
            }
            case '&' -> ampersand();
            case '|' -> {
                boolean pipe = !next("||");
                at += next("||") || next("|&") ? 2 : 1;
                finish(pipe);
            }
            case '(' -> group();
            case ')' -> {
                at++;
                finish(false);
            }
            case '#' -> {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            }
            case '<', '>' -> {
                if (peek(1) == '(') {
                    current.words.add(words.word());
                } else {
                    redirect("");
                }
            }
            default -> wordOrDescriptor(end);
        }
    }

    private void wordOrDescriptor(char end) {
        int digits = at;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits > at && digits < text.length() && "<>".indexOf(text.charAt(digits)) >= 0) {
            String descriptor = text.substring(at, digits);
            at = digits;
            redirect(descriptor);
            return;
        }
        String word = words.word();
        if (current.words.isEmpty() && word.equals("case") && end == ')') {
            doubt(); // Its patterns close with a parenthesis too.
        }
        current.words.add(word);
    }

    /** A pipe or an operator that continues in the next line. */
    private boolean awaitsCommand() {
        return current.before != null && current.words.isEmpty() && current.redirects.isEmpty();
    }

    private void ampersand() {
        if (next("&>")) {
            at++;
            redirect("&");
        } else {
            at += next("&&") ? 2 : 1;
            finish(false);
        }
    }

    private void group() {
        if (!current.words.isEmpty()) {
            finish(false);
        }
        String arithmetic = next("((") ? words.arithmetic(at) : null;
        if (arithmetic != null) {
            at += arithmetic.length() + 4;
            nestedArithmetic(arithmetic);
        } else {
            at++;
            ShellCommand whole = current;
            substitution();
            current = whole;
        }
        current.compound = true;
    }

    /** Only what is substituted in it runs. */
    void nestedArithmetic(String arithmetic) {
        if (arithmetic.contains("`") || arithmetic.contains("$(") || arithmetic.contains("'")) {
            doubt();
        }
    }

    private ShellCommand fresh(@Nullable ShellCommand before) {
        ShellCommand command = new ShellCommand();
        command.before = before;
        command.depth = level;
        return command;
    }

    private void finish(boolean pipe) {
        if (!current.isEmpty()) {
            found.add(current);
            if (level == 0 && depth == 0 && !pipe) {
                assignments(current.words);
            }
        }
        current = fresh(pipe ? current : null);
    }

    private void assignments(List<String> typed) {
        boolean setter = !typed.isEmpty() && SETTERS.contains(typed.get(0));
        List<String> rest = setter ? typed.subList(1, typed.size()) : typed;
        if (rest.stream().allMatch(word -> ShellWords.isAssignment(word) || (setter && word.startsWith("-")))) {
            rest.stream().filter(ShellWords::isAssignment).forEach(word -> {
                int equals = word.indexOf('=');
                variables.assign(word.substring(0, equals), word.substring(equals + 1));
            });
        }
    }

    private void redirect(String descriptor) {
        String operator = operator();
        at += operator.length();
        if (operator.equals("<<") || operator.equals("<<-")) {
            hereDocument(operator.equals("<<-"));
            return;
        }
        while (!operator.startsWith("<") && (peek(0) == '!' || peek(0) == '|')) {
            at++; // As zsh and bash write it to overwrite for certain.
        }
        blanks();
        if (!more() || "\n;|)".indexOf(peek(0)) >= 0) {
            doubt();
            return;
        }
        String target = words.word();
        if (operator.equals("<<<")) {
            current.input = target + "\n";
        } else if (!operator.endsWith("&") || !target.matches("[0-9]*-?")) {
            String front =
                    descriptor.equals("1") || (operator.startsWith("<") && !operator.equals("<>")) ? "" : descriptor;
            current.redirects.add(new ShellCommand.Redirect(front + operator, target));
        }
    }

    private String operator() {
        for (String operator : List.of("<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">&", ">")) {
            if (next(operator)) {
                return operator;
            }
        }
        throw new IllegalStateException("asked at a redirection alone");
    }

    private void hereDocument(boolean tabs) {
        blanks();
        int from = at;
        String end = words.word();
        String typed = text.substring(from, at);
        boolean literal = typed.indexOf('\'') >= 0 || typed.indexOf('"') >= 0 || typed.indexOf('\\') >= 0;
        if (end.isEmpty() || end.indexOf(EnvNames.UNKNOWN) >= 0) {
            doubt();
        }
        hereDocuments.announced(current, end, tabs, literal);
    }

    private void blanks() {
        while (more() && (peek(0) == ' ' || peek(0) == '\t' || peek(0) == '\r' || next("\\\n"))) {
            at += peek(0) == '\\' ? 2 : 1;
        }
    }
}
