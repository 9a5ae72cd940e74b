package dev.holdfast.state;

import dev.holdfast.secret.KeyPath;
import java.time.Instant;

/**
 * Access to one secret that was granted to one agent, until a time and for a number of uses.
 *
 * @param id of the grant, {@code grant_} and hex
 * @param keyId of the secret
 * @param agent name of the agent it was granted to
 * @param purpose what the agent said it wants the secret for
 * @param uses how often it was used
 */
public record GrantRecord(
        String id,
        KeyPath path,
        String keyId,
        String agent,
        String purpose,
        Instant expiresAt,
        int uses,
        int maxUses) {}
