package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;

/** What a caller may do. Implementations are immutable, or safe for many threads. */
@FunctionalInterface
public interface Authority {

    /** May do nothing. */
    Authority NONE = (action, path) -> false;

    boolean permits(Action action, KeyPath path);
}
