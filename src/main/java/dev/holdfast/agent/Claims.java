package dev.holdfast.agent;

import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, once its signature holds.
 *
 * @param jti its number, or null of an outside issuer's
 * @param holder an agent's or a person's name
 * @param person whether that is a person
 * @param roles a person's
 * @param environment an agent's; null of an outside issuer's, which says nothing of it
 * @param permissions the paths that an agent is narrowed to; empty for no narrowing
 */
public record Claims(
        @Nullable String jti,
        String holder,
        boolean person,
        List<Role> roles,
        @Nullable Environment environment,
        List<KeyPattern> permissions,
        Instant notBefore,
        Instant expiresAt) {

    public Claims {
        roles = List.copyOf(roles);
        permissions = List.copyOf(permissions);
    }
}
