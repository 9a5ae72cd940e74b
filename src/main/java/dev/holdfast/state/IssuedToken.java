package dev.holdfast.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that was issued: for whom and until when, never the token itself.
 *
 * @param jti its number
 * @param kind {@code agent}, {@code service} or {@code person}
 * @param roles a person's
 * @param environment an agent's or a service's, or null
 * @param revokedAt null while it counts
 */
public record IssuedToken(
        String jti,
        String holder,
        String kind,
        List<String> roles,
        @Nullable String environment,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    public IssuedToken {
        roles = List.copyOf(roles);
    }
}
