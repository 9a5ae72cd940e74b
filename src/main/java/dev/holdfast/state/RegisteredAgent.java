package dev.holdfast.state;

import org.jspecify.annotations.Nullable;

/**
 * What the database says of an agent.
 *
 * @param rules its environment and rules as an entry of {@code agents}, in JSON; null when the database has none, so that
 *     those of the configuration count
 * @param active whether its tokens count
 */
public record RegisteredAgent(String name, @Nullable String rules, boolean active) {}
