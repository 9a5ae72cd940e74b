package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one caller: nothing is allowed that no rule allows, and a denial beats every allowance.
 *
 * <p>A caller touches the secrets of its own environment and those that have none. Immutable.
 *
 * @param only what a token narrows the rules to; null for no narrowing, and a path of none of its patterns is allowed by
 *     no rule
 */
public record Scope(
        Environment environment,
        List<Rule> allow,
        List<Rule> deny,
        @Nullable List<KeyPattern> only) implements Authority {

    public Scope {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        only = only == null ? null : List.copyOf(only);
    }

    /** The rules as they are configured, narrowed by nothing. */
    public Scope(Environment environment, List<Rule> allow, List<Rule> deny) {
        this(environment, allow, deny, null);
    }

    /** The scope of the agent {@code local}, when nothing is configured: all but approve and admin, on projects and meta. */
    public static Scope local() {
        Set<Action> actions =
                Set.of(Action.STORE, Action.READ, Action.LIST, Action.ROTATE, Action.REQUEST, Action.EXPORT);
        List<KeyPattern> paths = List.of(KeyPattern.parse("project/**"), KeyPattern.parse("meta/**"));
        return new Scope(Environment.DEVELOPMENT, List.of(new Rule(actions, paths)), List.of());
    }

    /** The same, of these paths alone: nothing more is allowed by it. */
    public Scope within(List<KeyPattern> paths) {
        return new Scope(environment, allow, deny, paths);
    }

    @Override
    public boolean permitsSomewhere(Action action) {
        return allow.stream().anyMatch(rule -> rule.actions().contains(action));
    }

    @Override
    public boolean permits(Action action, KeyPath path) {
        Environment of = Environment.of(path);
        return (of == null || of == environment)
                && (only == null || only.stream().anyMatch(pattern -> pattern.matches(path)))
                && deny.stream().noneMatch(rule -> rule.covers(action, path))
                && allow.stream().anyMatch(rule -> rule.covers(action, path));
    }
}
