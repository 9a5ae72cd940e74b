package dev.holdfast.guard;

import static dev.holdfast.guard.EnvNames.UNKNOWN;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a command prints, where its own words say so: {@code echo}, {@code printf}, {@code cat}, {@code tee}. */
final class ShellOutput {

    private final Function<String, @Nullable String> files;

    /** @param files the text of a file as it is now; null where that is not certain */
    ShellOutput(Function<String, @Nullable String> files) {
        this.files = files;
    }

    /** Null where it cannot be known. */
    @Nullable
    String of(ShellCommand command) {
        if (command.compound || (!command.words.isEmpty() && Programs.CLOSERS.contains(command.words.get(0)))) {
            return null;
        }
        List<String> words = Programs.unwrapped(command.words);
        if (words.isEmpty()) {
            return "";
        }
        List<String> arguments = words.subList(1, words.size());
        return switch (Programs.name(words.get(0))) {
            case "echo" -> echo(arguments);
            case "printf" -> Printf.of(arguments);
            case "cat" -> cat(command, arguments);
            case "tee" -> input(command);
            case "true", ":" -> "";
            default -> null;
        };
    }

    /** What a command gets on its standard input; null where it cannot be known. */
    @Nullable
    String input(ShellCommand command) {
        for (ShellCommand.Redirect redirect : command.redirects) {
            if (!redirect.writes()) {
                return command.input == null ? files.apply(redirect.target()) : null;
            }
        }
        if (command.input != null) {
            return command.input;
        }
        ShellCommand before = command.before;
        return before == null || before.redirects.stream().anyMatch(ShellCommand.Redirect::takesOutput)
                ? null
                : of(before);
    }

    private @Nullable String cat(ShellCommand command, List<String> arguments) {
        if (arguments.isEmpty() || arguments.equals(List.of("-"))) {
            return input(command);
        }
        StringBuilder text = new StringBuilder();
        for (String argument : arguments) {
            String one = argument.startsWith("-") ? null : files.apply(argument);
            if (one == null) {
                return null;
            }
            text.append(one);
        }
        return text.toString();
    }

    private static @Nullable String echo(List<String> arguments) {
        int options = 0;
        boolean newline = true;
        boolean escapes = false;
        while (options < arguments.size() && arguments.get(options).matches("-[neE]+")) {
            newline &= arguments.get(options).indexOf('n') < 0;
            escapes |= arguments.get(options).indexOf('e') >= 0;
            options++;
        }
        String text = String.join(" ", arguments.subList(options, arguments.size()));
        if (text.indexOf('\\') >= 0) {
            // Shells differ in what they make of it.
            String plain = escapes ? Printf.escaped(text) : null;
            text = plain == null ? String.valueOf(UNKNOWN) : plain;
        }
        return newline ? text + "\n" : text;
    }
}
