package dev.holdfast.audit;

import dev.holdfast.policy.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Whom a row names.
 *
 * @param name of the agent or service; null when nobody was recognised
 * @param person the person at the terminal, or null
 * @param environment the caller's, or null when nobody was recognised
 * @param origin where the call came from
 */
public record Actor(
        @Nullable String name,
        @Nullable String person,
        @Nullable Environment environment,
        Origin origin) {

    /** Whom a row names of a call that came over no network. */
    public Actor(@Nullable String name, @Nullable String person, @Nullable Environment environment, Channel channel) {
        this(name, person, environment, Origin.of(channel));
    }
}
