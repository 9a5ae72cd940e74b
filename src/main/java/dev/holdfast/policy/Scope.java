package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Set;

/**
 * The rules of one caller: nothing is allowed that no rule allows, and a denial beats every allowance.
 *
 * <p>A caller touches the secrets of its own environment and those that have none. Immutable.
 */
public record Scope(Environment environment, List<Rule> allow, List<Rule> deny) implements Authority {

    public Scope {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** The scope of the agent {@code local}, when nothing is configured: all but approve and admin, on projects and meta. */
    public static Scope local() {
        Set<Action> actions =
                Set.of(Action.STORE, Action.READ, Action.LIST, Action.ROTATE, Action.REQUEST, Action.EXPORT);
        List<KeyPattern> paths = List.of(KeyPattern.parse("project/**"), KeyPattern.parse("meta/**"));
        return new Scope(Environment.DEVELOPMENT, List.of(new Rule(actions, paths)), List.of());
    }

    @Override
    public boolean permitsSomewhere(Action action) {
        return allow.stream().anyMatch(rule -> rule.actions().contains(action));
    }

    @Override
    public boolean permits(Action action, KeyPath path) {
        Environment of = Environment.of(path);
        return (of == null || of == environment)
                && deny.stream().noneMatch(rule -> rule.covers(action, path))
                && allow.stream().anyMatch(rule -> rule.covers(action, path));
    }
}
