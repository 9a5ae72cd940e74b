package dev.holdfast.intake;

import java.util.Locale;

/** What happens to a variable, or has happened to it. */
public enum Fate {
    /** Its value becomes a new secret. */
    NEW,
    /** Its value is stored already. */
    PRESENT,
    /** Its value is that of another variable of the plan, with which it shares a secret. */
    SHARED,
    /** Its path has another value; nothing is changed. */
    CONFLICT,
    /** It looks secret and cannot be taken over as it stands. */
    LEFT,
    /** It does not look secret. */
    SKIPPED;

    /** The word that is printed, such as {@code new}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a secret stays unstored. */
    public boolean leavesSecret() {
        return this == CONFLICT || this == LEFT;
    }
}
