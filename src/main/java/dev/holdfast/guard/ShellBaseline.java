package dev.holdfast.guard;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a program may write the baseline that its words name. One that is not known is taken to. */
final class ShellBaseline {

    /** What is looked into, or runs others that are, elsewhere. */
    private static final Set<String> LOOKED_INTO = Set.of("git", "patch", "find", "eval", "trap", "script", "holdfast");

    /** What reads, but for some options, and what its own program text says. */
    private static final Set<String> MOSTLY_READ =
            Set.of("sed", "gsed", "sort", "awk", "gawk", "mawk", "nawk", "source", ".");

    private final ShellActs acts;

    ShellBaseline(ShellActs acts) {
        this.acts = acts;
    }

    boolean mayWrite(ShellCommand command, String program, List<String> arguments) {
        if (LOOKED_INTO.contains(program) || Programs.READERS.contains(program) || Programs.NEUTRAL.contains(program)) {
            return false;
        }
        if (Programs.SHELLS.contains(program) && arguments.stream().anyMatch(word -> word.matches("-[A-Za-z]*c.*"))) {
            return false; // The text after it is read as a line of its own.
        }
        if (MOSTLY_READ.contains(program)) {
            boolean writes =
                    arguments.stream().anyMatch(word -> word.matches("(?s)-[A-Za-z]*[io].*|--(in-place|output).*"));
            return arguments.stream().anyMatch(word -> writes ? names(word) : !acts.isBaseline(word) && names(word));
        }
        return arguments.stream().anyMatch(this::names) || (Programs.interprets(program) && inputNames(command));
    }

    private boolean names(String word) {
        return BaselineNames.named(word) || acts.isBaseline(word);
    }

    private boolean inputNames(ShellCommand command) {
        @Nullable String text = ShellPrograms.takesInput(command) ? acts.output.input(command) : null;
        return text != null && BaselineNames.named(text);
    }
}
