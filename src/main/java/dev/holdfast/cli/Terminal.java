package dev.holdfast.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a person sits at the command. */
final class Terminal {

    private Terminal() {}

    /** Whether both input and output are a terminal. */
    static boolean present() {
        return "true".equals(System.getProperty("holdfast.terminal"));
    }

    /** Whether what is typed would be seen: input comes from a terminal that no prompt can hide. */
    static boolean wouldEcho() {
        return !present() && "true".equals(System.getProperty("holdfast.typed"));
    }

    /** The user at the terminal, or null where there is none. */
    static @Nullable String person() {
        return present() ? System.getProperty("user.name") : null;
    }

    /** Asks for a line without showing it; null where there is no terminal, or it was closed. */
    @SuppressWarnings(
            "SystemConsoleNull") // Java 17 has none without a terminal; that later ones do is asked of the launcher.
    static char @Nullable [] hidden(String prompt) {
        Console console = present() ? System.console() : null;
        return console == null ? null : console.readPassword("%s", prompt);
    }

    /** Asks a question; whether the answer was yes. Without a terminal it is no. */
    @SuppressWarnings("SystemConsoleNull") // As above.
    static boolean agrees(String question) {
        Console console = present() ? System.console() : null;
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return answer != null
                && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }
}
