package dev.holdfast.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server of somebody else whose tokens are accepted.
 *
 * @param address what its tokens have as {@code iss}
 * @param audience what they must have in {@code aud}
 * @param keysFile its public keys as a JWK set, read again when it changes; or null
 * @param keysAddress where it publishes them; or null
 * @param algorithms those that it may sign by, such as {@code RS256} or {@code ES256}
 * @param agentClaim the claim that names an agent, or null
 * @param personClaim the claim that names a person, or null
 * @param rolesClaim the claim with a person's groups or roles there, or null
 * @param roles ours by theirs
 */
public record Issuer(
        String address,
        String audience,
        @Nullable Path keysFile,
        @Nullable URI keysAddress,
        List<String> algorithms,
        @Nullable String agentClaim,
        @Nullable String personClaim,
        @Nullable String rolesClaim,
        Map<String, Role> roles) {

    /** The algorithms that may be configured: signatures by a public key, and none by a shared secret. */
    public static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    public Issuer {
        algorithms = List.copyOf(algorithms);
        roles = Map.copyOf(roles);
    }
}
