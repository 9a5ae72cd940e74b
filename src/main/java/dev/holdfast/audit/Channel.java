package dev.holdfast.audit;

import java.util.Locale;

/** The way a call came in. */
public enum Channel {
    STDIO,
    HTTP,
    REST,
    CLI,
    HOOK;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name as rows show it, such as {@code stdio}. */
    public String word() {
        return word;
    }
}
