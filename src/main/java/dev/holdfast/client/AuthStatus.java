package dev.holdfast.client;

import java.time.Instant;
import java.util.Optional;

/**
 * What the service knows a token as.
 *
 * @param serviceName the service that the token was made for
 * @param environment the environment that it counts in; empty when the service does not say
 * @param expiresAt when it ends, where it does
 */
public record AuthStatus(String serviceName, String environment, Optional<Instant> expiresAt) {}
