package dev.holdfast.audit;

import dev.holdfast.policy.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Whom a row names.
 *
 * @param name of the agent or service; null when nobody was recognised
 * @param person the person at the terminal, or null
 * @param environment the caller's, or null when nobody was recognised
 */
public record Actor(
        @Nullable String name,
        @Nullable String person,
        @Nullable Environment environment,
        Channel channel) {}
