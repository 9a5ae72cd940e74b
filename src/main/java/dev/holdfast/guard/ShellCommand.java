package dev.holdfast.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simple command of a shell: its words, where its output goes, and where its input comes from.
 *
 * <p>In a word {@link EnvNames#UNKNOWN} stands for what cannot be known. Not thread-safe.
 */
final class ShellCommand {

    /** A redirection that opens a file. */
    record Redirect(String operator, String target) {

        boolean writes() {
            return !operator.equals("<");
        }

        boolean appends() {
            return operator.endsWith(">>");
        }

        /** Whether it takes what the command prints. */
        boolean takesOutput() {
            return !operator.startsWith("2") && !operator.equals("<");
        }
    }

    final List<String> words = new ArrayList<>();
    final List<Redirect> redirects = new ArrayList<>();

    /** Text of a here-document or here-string; null where there is none. */
    @Nullable
    String input;

    /** The command whose output is this one's input; null where there is none. */
    @Nullable
    ShellCommand before;

    /** Whether what stands in front is a group, a loop or a function, whose output is that of several commands. */
    boolean compound;

    /** Whether it runs in a shell of its own, whose working folder ends with it. */
    int depth;

    boolean isEmpty() {
        return words.isEmpty() && redirects.isEmpty() && input == null && before == null && !compound;
    }
}
