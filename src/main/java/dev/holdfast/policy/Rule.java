package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Set;

/** A rule: these actions on these paths. Whether it allows or denies is said by where it stands in a {@link Scope}. */
public record Rule(Set<Action> actions, List<KeyPattern> paths) {

    public Rule {
        actions = Set.copyOf(actions);
        paths = List.copyOf(paths);
    }

    boolean covers(Action action, KeyPath path) {
        if (!actions.contains(action)) {
            return false;
        }
        for (KeyPattern pattern : paths) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
