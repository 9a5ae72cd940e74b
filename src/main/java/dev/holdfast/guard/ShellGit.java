package dev.holdfast.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What git and {@code patch} do to {@code .env} files that a command line names. */
final class ShellGit {

    private static final Set<String> PRINTING = Set.of("diff", "show", "log", "blame", "grep", "cat-file");
    private static final Set<String> FROM_HISTORY =
            Set.of("checkout", "restore", "mv", "archive", "checkout-index", "worktree");

    private final ShellActs acts;

    ShellGit(ShellActs acts) {
        this.acts = acts;
    }

    void run(ShellCommand command, List<String> typed) {
        List<String> arguments = new ArrayList<>(typed);
        while (!arguments.isEmpty() && arguments.get(0).startsWith("-")) {
            String option = arguments.remove(0);
            if ((option.equals("-C") || option.equals("-c")) && !arguments.isEmpty()) {
                arguments.remove(0);
            }
        }
        String verb = arguments.isEmpty() ? "" : arguments.remove(0);
        if (verb.equals("apply") || verb.equals("am")) {
            patch(command, arguments);
        } else if (FROM_HISTORY.contains(verb) && !arguments.contains("--staged")) {
            forbidNamed(arguments, Denials.UNKNOWN_CONTENT);
            if (arguments.stream().anyMatch(acts::isBaseline)) {
                acts.forbid(Denials.BASELINE, "");
            }
        } else if (PRINTING.contains(verb) && acts.blockReads) {
            forbidNamed(arguments, Denials.READING);
        }
    }

    private void forbidNamed(List<String> arguments, Denials denial) {
        arguments.stream()
                .filter(word -> acts.isEnv(word.substring(word.indexOf(':') + 1)))
                .findFirst()
                .ifPresent(file -> acts.forbid(denial, file));
    }

    /** A patch that names a {@code .env}, or that cannot be looked into. */
    void patch(ShellCommand command, List<String> arguments) {
        boolean file = false;
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                file = true;
                String text = acts.textOf(argument);
                forbidBaseline(text);
                if (acts.isEnv(argument) || (text != null && EnvNames.named(text))) {
                    acts.forbid(Denials.UNKNOWN_CONTENT, ".env");
                }
            }
        }
        if (ShellPrograms.takesInput(command)) {
            @Nullable String text = acts.output.input(command);
            forbidBaseline(text);
            if (text == null ? !file : EnvNames.named(text)) {
                acts.forbid(Denials.UNKNOWN_CONTENT, ".env");
            }
        }
    }

    private void forbidBaseline(@Nullable String patch) {
        if (patch != null && BaselineNames.named(patch)) {
            acts.forbid(Denials.BASELINE, "");
        }
    }
}
