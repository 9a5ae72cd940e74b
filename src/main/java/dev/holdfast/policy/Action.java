package dev.holdfast.policy;

import java.util.Locale;

/** What may be done with a secret. No action implies another. */
public enum Action {
    /** Make a secret, or a new version of one. */
    STORE,
    /** Have the value back. */
    READ,
    /** See that it exists, its description and facts; ask whether a value is stored. */
    LIST,
    /** Replace the value, with grace for the old one. */
    ROTATE,
    /** Ask for access that ends. */
    REQUEST,
    /** Have the value written into a {@code .env} or a process. */
    EXPORT,
    /** Grant what another asked for. */
    APPROVE,
    /** Manage agents, services and the audit. */
    ADMIN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name as configuration and audit write it, such as {@code store}. */
    public String word() {
        return word;
    }

    /**
     * The action of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Action of(String word) {
        for (Action action : values()) {
            if (action.word().equals(word)) {
                return action;
            }
        }
        throw new IllegalArgumentException("no such action");
    }
}
