package dev.holdfast.agent;

import dev.holdfast.policy.Scope;
import java.util.regex.Pattern;

/** A caller that was recognised: its name, as audit rows show it, and what it may do. */
public record Agent(String name, Scope scope) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");

    /** The agent that a call runs for when nothing is configured. */
    public static final Agent LOCAL = new Agent("local", Scope.local());

    /** @throws IllegalArgumentException when the name is not 1 to 64 letters, digits, dots, dashes or underscores */
    public Agent {
        if (!isName(name)) {
            throw new IllegalArgumentException("an agent's name is 1 to 64 letters, digits, '.', '_' or '-'");
        }
    }

    /** Whether an agent may be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
