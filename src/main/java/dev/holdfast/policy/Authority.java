package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Tags;

/** What a caller may do. Implementations are immutable, or safe for many threads. */
public interface Authority {

    /** May do nothing. */
    Authority NONE = new Authority() {
        @Override
        public boolean permits(Action action, KeyPath path) {
            return false;
        }

        @Override
        public boolean permitsSomewhere(Action action) {
            return false;
        }
    };

    /** May do everything. */
    Authority ALL = (action, path) -> true;

    boolean permits(Action action, KeyPath path);

    /** As the other, of a secret whose tags are known: they may say of which environment it is. */
    default boolean permits(Action action, KeyPath path, Tags tags) {
        return permits(action, path);
    }

    /** Whether agents, services and the audit may be managed. */
    default boolean administers() {
        return permitsSomewhere(Action.ADMIN);
    }

    /** Whether the action is allowed on any path at all; a list outside of it is refused, not empty. */
    default boolean permitsSomewhere(Action action) {
        return true;
    }
}
