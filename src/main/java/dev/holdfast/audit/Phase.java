package dev.holdfast.audit;

import java.util.Locale;

/** Whether a row was written before the store was asked, or says what came of it. */
public enum Phase {
    DECISION,
    OUTCOME;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name as rows show it, such as {@code outcome}. */
    public String word() {
        return word;
    }
}
