package dev.holdfast.policy;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a service was registered for: patterns of the paths whose secrets it may read, see and ask access to.
 *
 * <p>The form with dots and the one with slashes are the same permission. Immutable.
 */
public final class Permissions {

    private static final Set<Action> ACTIONS = Set.of(Action.READ, Action.LIST, Action.REQUEST);

    private final List<KeyPattern> patterns;
    private final Set<KeyPath> exact;

    private Permissions(List<KeyPattern> patterns, Set<KeyPath> exact) {
        this.patterns = patterns;
        this.exact = exact;
    }

    /**
     * Reads permissions.
     *
     * @throws IllegalArgumentException when one is no pattern of key paths
     */
    public static Permissions of(List<String> written) {
        return new Permissions(
                written.stream().map(KeyPattern::parse).toList(),
                written.stream()
                        .filter(text -> !text.contains("*"))
                        .map(Permissions::path)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static KeyPath path(String text) {
        try {
            return KeyPath.parse(text);
        } catch (InvalidInput e) {
            throw new IllegalArgumentException("not a key path");
        }
    }

    /**
     * The scope that they make in an environment.
     *
     * @param rules what the configuration says of a caller of that name, which the permissions then narrow; null when it
     *     says nothing
     */
    public Scope scope(Environment environment, @Nullable Scope rules) {
        return rules == null
                ? new Scope(environment, List.of(new Rule(ACTIONS, patterns)), List.of(), exact, List.of())
                : new Scope(environment, rules.allow(), rules.deny(), exact, List.of(patterns));
    }
}
