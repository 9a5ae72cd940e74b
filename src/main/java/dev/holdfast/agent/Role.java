package dev.holdfast.agent;

import dev.holdfast.policy.Action;
import dev.holdfast.policy.Authority;
import dev.holdfast.secret.KeyPath;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person may do, in every environment; a person with several roles may do what any of them allows. */
public enum Role {
    /** Sees what there is, and never a value. */
    VIEWER(EnumSet.of(Action.LIST)),
    /** Works with secrets. */
    OPERATOR(EnumSet.of(Action.LIST, Action.STORE, Action.READ, Action.ROTATE, Action.REQUEST, Action.EXPORT)),
    /** Says yes or no to what others ask for. */
    APPROVER(EnumSet.of(Action.LIST, Action.APPROVE)),
    /** Everything. */
    ADMIN(EnumSet.allOf(Action.class));

    @SuppressWarnings("ImmutableEnumChecker") // Copied, and changed by nobody.
    private final Set<Action> actions;

    Role(Set<Action> actions) {
        this.actions = Set.copyOf(actions);
    }

    /** The name as tokens and commands write it, such as {@code viewer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name, or null when it is none. */
    public static @Nullable Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        return null;
    }

    /** What the roles allow together. */
    public static Authority authority(Collection<Role> roles) {
        Set<Action> allowed = EnumSet.noneOf(Action.class);
        roles.forEach(role -> allowed.addAll(role.actions));
        return new Authority() {
            @Override
            public boolean permits(Action action, KeyPath path) {
                return allowed.contains(action);
            }

            @Override
            public boolean permitsSomewhere(Action action) {
                return allowed.contains(action);
            }
        };
    }
}
