package dev.holdfast.policy;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules of one caller: nothing is allowed that no rule allows, and a denial beats every allowance.
 *
 * <p>A caller touches the secrets of its own environment and those that have none. Immutable.
 *
 * @param exact paths that were registered for the caller letter by letter: they may be of another environment
 * @param within what the rules are narrowed to, by a registration or a token: a path has to match a pattern of each
 */
public record Scope(
        Environment environment, List<Rule> allow, List<Rule> deny, Set<KeyPath> exact, List<List<KeyPattern>> within)
        implements Authority {

    public Scope {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        exact = Set.copyOf(exact);
        within = within.stream().map(List::copyOf).toList();
    }

    /** The rules as they are configured, narrowed by nothing. */
    public Scope(Environment environment, List<Rule> allow, List<Rule> deny) {
        this(environment, allow, deny, Set.of(), List.of());
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
        List<List<KeyPattern>> narrower = new ArrayList<>(within);
        narrower.add(paths);
        return new Scope(environment, allow, deny, exact, narrower);
    }

    /** It is not of a path: who is denied it anywhere, or is narrowed to paths, may not. */
    @Override
    public boolean administers() {
        return within.isEmpty()
                && deny.stream().noneMatch(rule -> rule.actions().contains(Action.ADMIN))
                && permitsSomewhere(Action.ADMIN);
    }

    @Override
    public boolean permitsSomewhere(Action action) {
        return allow.stream().anyMatch(rule -> rule.actions().contains(action));
    }

    @Override
    public boolean permits(Action action, KeyPath path) {
        return permits(action, path, Tags.NONE);
    }

    @Override
    public boolean permits(Action action, KeyPath path, Tags tags) {
        Environment of = Environment.of(path, tags);
        return (of == null || of == environment || exact.contains(path))
                && within.stream().allMatch(paths -> paths.stream().anyMatch(pattern -> pattern.matches(path)))
                && deny.stream().noneMatch(rule -> rule.covers(action, path))
                && allow.stream().anyMatch(rule -> rule.covers(action, path));
    }
}
