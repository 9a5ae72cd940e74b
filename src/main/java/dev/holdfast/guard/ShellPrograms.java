package dev.holdfast.guard;

import static dev.holdfast.guard.EnvNames.UNKNOWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What programs do with the {@code .env} files that they are given. One that is not known is taken to write. */
final class ShellPrograms {

    private static final String ANY = String.valueOf(UNKNOWN);
    private static final Set<String> REVEALING = Set.of("get", "redeem", "token", "run");
    private static final Set<String> FOR_PEOPLE = Set.of("approve", "deny", "compromise", "break-glass", "baseline");

    /** Programs whose work is to write a .env that they are not told. */
    private static final Pattern WRITES_UNNAMED = Pattern.compile(
            "\\b(dotenv|dotenvx|python-dotenv)(\\s+\\S+)*\\s+(set|unset|encrypt|decrypt)\\b|\\bdotenv-vault\\b|\\bvercel\\b.*\\bpull\\b");

    private final ShellActs acts;

    ShellPrograms(ShellActs acts) {
        this.acts = acts;
    }

    void run(ShellCommand command, String program, List<String> arguments) {
        if (reveals(program, arguments)) {
            acts.forbid(Denials.PERSON, "");
            return;
        }
        if (new ShellBaseline(acts).mayWrite(command, program, arguments)) {
            acts.forbid(Denials.BASELINE, "");
        }
        switch (program) {
            case "tee" -> tee(command, arguments);
            case "cp", "mv", "install" -> copy(arguments);
            case "sed", "gsed" -> sed(arguments);
            case "sort" -> readsUnless(arguments, "-o", "--output");
            case "awk", "gawk", "mawk", "nawk" -> awk(arguments);
            case "trap", "eval" -> shellText(String.join(" ", arguments));
            case "git" -> new ShellGit(acts).run(command, arguments);
            case "patch" -> new ShellGit(acts).patch(command, arguments);
            case "find" -> find(command, arguments);
            case "script" -> script(arguments);
            case "source", "." -> source(arguments);
            case "holdfast" -> {}
            default -> other(command, program, arguments);
        }
    }

    private void other(ShellCommand command, String program, List<String> arguments) {
        if (Programs.SHELLS.contains(program)) {
            shell(command, arguments);
        } else if (Programs.interprets(program)) {
            interpreter(command, arguments);
        } else if (Programs.READERS.contains(program)) {
            reads(arguments);
        } else if (!Programs.NEUTRAL.contains(program)) {
            if (program.indexOf(UNKNOWN) >= 0 && acts.namesEnv()) {
                acts.forbid(Denials.UNREADABLE, "");
            }
            unknown(arguments);
            if (WRITES_UNNAMED
                    .matcher(program + " " + String.join(" ", arguments))
                    .find()) {
                acts.forbid(Denials.UNKNOWN_PROGRAM, ".env");
            }
        }
    }

    private static boolean reveals(String program, List<String> arguments) {
        boolean ours = program.equals("holdfast");
        boolean jar = arguments.stream().anyMatch(argument -> argument.endsWith("holdfast.jar"));
        boolean option = arguments.stream()
                .anyMatch(argument -> argument.startsWith("--reveal") || argument.startsWith("--no-masking"));
        boolean revealing = arguments.stream().anyMatch(REVEALING::contains);
        if (option && revealing) {
            return true;
        }
        boolean guessed = arguments.stream().anyMatch(argument -> argument.indexOf(UNKNOWN) >= 0);
        boolean forPeople = arguments.stream().anyMatch(FOR_PEOPLE::contains);
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        boolean env =
                first.equals("env") && arguments.size() > 1 && arguments.get(1).indexOf(UNKNOWN) >= 0;
        boolean person = forPeople || env || first.indexOf(UNKNOWN) >= 0 || (guessed && REVEALING.contains(first));
        return (ours && person) || (jar && (forPeople || guessed));
    }

    private void reads(List<String> arguments) {
        if (acts.blockReads) {
            arguments.stream().filter(acts::isEnv).findFirst().ifPresent(file -> acts.forbid(Denials.READING, file));
        }
    }

    private void readsUnless(List<String> arguments, String... writing) {
        if (arguments.stream().anyMatch(argument -> List.of(writing).stream().anyMatch(argument::startsWith))) {
            unknown(arguments);
        } else {
            reads(arguments);
        }
    }

    /** Any mention of a {@code .env} counts, but for the options by which programs are given one to read. */
    private void unknown(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean asInput = argument.startsWith("--env-file")
                    || (i > 0 && arguments.get(i - 1).equals("--env-file"));
            boolean address = argument.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*");
            if (!asInput && names(argument, address)) {
                acts.forbid(Denials.UNKNOWN_PROGRAM, argument);
            }
        }
    }

    private boolean names(String argument, boolean address) {
        if (address) {
            return false;
        }
        boolean option = argument.startsWith("-") && argument.contains("=");
        String file = option ? argument.substring(argument.indexOf('=') + 1) : argument;
        boolean certain = file.indexOf(UNKNOWN) < 0;
        return EnvNames.named(argument) || (certain ? acts.isEnv(file) : named(file));
    }

    /** A pattern or variable that has letters of the name beside what is not known; nothing but unknown is no hint. */
    private static boolean named(String word) {
        String known = Programs.name(word).replace(ANY, "");
        return (known.contains(".e") || known.contains("env")) && EnvNames.may(word);
    }

    private void tee(ShellCommand command, List<String> arguments) {
        boolean append =
                arguments.stream().anyMatch(argument -> argument.startsWith("-a") || argument.equals("--append"));
        for (String argument : arguments) {
            if (!argument.startsWith("-") && acts.isEnv(argument)) {
                acts.write(argument, append, acts.output.input(command));
            }
        }
    }

    private void copy(List<String> arguments) {
        List<String> files = new ArrayList<>();
        String into = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-t") && i + 1 < arguments.size()) {
                into = arguments.get(++i) + "/";
            } else if (argument.startsWith("--target-directory=")) {
                into = argument.substring(argument.indexOf('=') + 1) + "/";
            } else if (argument.startsWith("-t") && !argument.startsWith("--")) {
                into = argument.substring(2) + "/";
            } else if (argument.equals("-m") || argument.equals("-o") || argument.equals("-g")) {
                i++; // Mode, owner and group of "install".
            } else if (!argument.startsWith("-")) {
                files.add(argument);
            }
        }
        if (into == null && files.size() > 1) {
            into = files.remove(files.size() - 1);
        }
        if (into != null) {
            copy(files, into);
        }
    }

    private void copy(List<String> files, String into) {
        for (String file : files) {
            String target = acts.isFolder(into) ? into + "/" + Programs.name(file) : into;
            if (acts.isEnv(target)) {
                acts.write(target, false, files.size() == 1 ? acts.textOf(file) : null);
            }
        }
    }

    private void sed(List<String> arguments) {
        boolean inPlace = arguments.stream().anyMatch(argument -> argument.matches("(?s)-[A-Za-z]*i.*|--in-place.*"));
        boolean writes = arguments.stream().anyMatch(argument -> argument.matches("(?s).*w\\s*\\S*\\.env.*"));
        if (inPlace || writes) {
            arguments.stream()
                    .filter(acts::isEnv)
                    .findFirst()
                    .ifPresent(file -> acts.forbid(Denials.UNKNOWN_CONTENT, file));
        } else {
            reads(arguments);
        }
    }

    private void awk(List<String> arguments) {
        boolean writes = arguments.stream()
                .anyMatch(argument -> argument.equals("inplace") || argument.matches("(?s).*(>|\\||system|-i).*"));
        if (writes) {
            unknown(arguments);
        } else {
            reads(arguments);
        }
    }

    /** A text that a shell is to run. */
    private void shellText(String text) {
        String known = text.replace(ANY, "").strip();
        boolean guessed = text.indexOf(UNKNOWN) >= 0;
        if (guessed && (known.isEmpty() || text.strip().startsWith(ANY) || acts.namesEnv())) {
            acts.forbid(Denials.UNREADABLE, "");
        } else {
            acts.read(text);
        }
    }

    private void shell(ShellCommand command, List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).matches("-[A-Za-z]*c[A-Za-z]*") && i + 1 < arguments.size()) {
                arguments.subList(i + 1, arguments.size()).stream()
                        .filter(argument -> !argument.startsWith("-") && !argument.startsWith("+"))
                        .findFirst()
                        .ifPresent(this::shellText);
                return;
            }
        }
        if (arguments.contains(ANY)) {
            acts.forbid(Denials.UNREADABLE, "");
        } else if (arguments.stream().anyMatch(argument -> !argument.startsWith("-") && !isInput(argument))) {
            unknown(arguments);
        } else if (takesInput(command)) {
            String text = acts.output.input(command);
            if (text == null) {
                acts.forbid(Denials.UNREADABLE, "");
            } else {
                shellText(text);
            }
        }
    }

    private static boolean isInput(String argument) {
        return argument.startsWith("/dev/") || argument.startsWith("/proc/");
    }

    private void source(List<String> arguments) {
        reads(arguments);
        if (arguments.contains(ANY) || arguments.stream().anyMatch(ShellPrograms::isInput)) {
            acts.forbid(Denials.UNREADABLE, "");
        }
    }

    private void interpreter(ShellCommand command, List<String> arguments) {
        unknown(arguments);
        if (WRITES_UNNAMED.matcher(String.join(" ", arguments)).find()) {
            acts.forbid(Denials.UNKNOWN_PROGRAM, ".env");
        }
        boolean code = arguments.stream().anyMatch(argument -> argument.matches("-[A-Za-z]*[cerpE]|--eval|--print"));
        if (code && arguments.stream().anyMatch(ANY::equals)) {
            acts.forbid(Denials.UNREADABLE, "");
        }
        boolean script = arguments.stream().anyMatch(argument -> !argument.startsWith("-") && !isInput(argument));
        if (!script && takesInput(command)) {
            String text = acts.output.input(command);
            if (text == null || EnvNames.named(text)) {
                acts.forbid(Denials.UNREADABLE, "");
            }
        }
    }

    static boolean takesInput(ShellCommand command) {
        return command.before != null
                || command.input != null
                || command.redirects.stream().anyMatch(redirect -> !redirect.writes());
    }

    private void find(ShellCommand command, List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).matches("-(exec|ok)(dir)?")) {
                List<String> words = Programs.unwrapped(arguments.subList(i + 1, arguments.size()));
                if (!words.isEmpty()) {
                    run(command, Programs.name(words.get(0)), words.subList(1, words.size()));
                }
            } else if (arguments.get(i).startsWith("-fp") || arguments.get(i).equals("-fls")) {
                unknown(arguments);
            }
        }
    }

    /** A terminal that is only played: what it runs would print values as to a person. */
    private void script(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.contains("holdfast")) {
                acts.forbid(Denials.PERSON, "");
            }
        }
        unknown(arguments);
        @Nullable String last = arguments.isEmpty() ? null : arguments.get(arguments.size() - 1);
        for (int i = 0; i + 1 < arguments.size() && last != null; i++) {
            if (arguments.get(i).matches("-[A-Za-z]*c")) {
                shellText(arguments.get(i + 1));
            }
        }
    }
}
