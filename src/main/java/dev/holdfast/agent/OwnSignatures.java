package dev.holdfast.agent;

import dev.holdfast.agent.Unauthenticated.Why;
import dev.holdfast.policy.Environment;
import dev.holdfast.policy.KeyPattern;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds tokens to the keys of ours, and reads what they say. RS256 and the three headers that we write are all that is
 * understood: a token that brings or names a key of its own is none of ours. Thread-safe.
 */
final class OwnSignatures implements Signatures {

    /** What stands in the header of a token of ours, and nothing else. */
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

    private final Map<String, PublicKey> keys = new HashMap<>();
    private final JwtParser parser;

    /** @param keys those that tokens may be signed by, the present one and those before it */
    OwnSignatures(List<SigningKey> keys, Clock clock) {
        keys.forEach(key -> this.keys.put(key.id(), key.publicKey()));
        this.parser = Jwts.parser()
                .keyLocator(this::key)
                .sig()
                .clear()
                .add(Jwts.SIG.RS256)
                .and()
                .zip()
                .clear()
                .and()
                .requireIssuer(TokenIssuer.ISSUER)
                .requireAudience(TokenIssuer.AUDIENCE)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(TokenVerifier.SKEW.toSeconds())
                .build();
    }

    private Key key(Header header) {
        PublicKey key = header instanceof JwsHeader signed
                        && HEADER.containsAll(signed.keySet())
                        && "RS256".equals(signed.getAlgorithm())
                        && signed.getKeyId() != null
                ? keys.get(signed.getKeyId())
                : null;
        if (key == null) {
            throw new Foreign();
        }
        return key;
    }

    @Override
    public Claims verified(String token) throws Unauthenticated {
        try {
            return claims(parser.parseSignedClaims(token).getPayload());
        } catch (ExpiredJwtException | PrematureJwtException e) {
            throw new Unauthenticated(Why.NOT_VALID_NOW);
        } catch (RuntimeException e) {
            // Whatever the library makes of it, its words repeat the token.
            throw new Unauthenticated(Why.NOT_ACCEPTED);
        }
    }

    private static Claims claims(io.jsonwebtoken.Claims said) {
        String person = text(said, TokenIssuer.PERSON);
        String service = text(said, TokenIssuer.SERVICE_NAME);
        String holder = person == null ? service : person;
        if (holder == null || (person != null && service != null) || said.getId() == null || !Agent.isName(holder)) {
            throw new Foreign();
        }
        if (said.getNotBefore() == null || said.getExpiration() == null) {
            throw new Foreign();
        }
        if (person == null && !Boolean.TRUE.equals(said.get(TokenIssuer.ACTIVE))) {
            throw new Foreign();
        }
        String environment = text(said, TokenIssuer.ENVIRONMENT);
        return new Claims(
                said.getId(),
                holder,
                person != null,
                roles(said),
                environment == null ? null : Environment.of(environment),
                permissions(said),
                said.getNotBefore().toInstant(),
                said.getExpiration().toInstant());
    }

    private static @Nullable String text(io.jsonwebtoken.Claims said, String name) {
        Object value = said.get(name);
        if (value != null && !(value instanceof String)) {
            throw new Foreign();
        }
        return (String) value;
    }

    private static List<String> texts(io.jsonwebtoken.Claims said, String name) {
        Object value = said.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new Foreign();
        }
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw new Foreign();
            }
            texts.add(text);
        }
        return texts;
    }

    private static List<Role> roles(io.jsonwebtoken.Claims said) {
        List<Role> roles = new ArrayList<>();
        for (String word : texts(said, TokenIssuer.ROLES)) {
            Role role = Role.of(word);
            if (role == null) {
                throw new Foreign();
            }
            roles.add(role);
        }
        return roles;
    }

    /** Throws at what is no pattern. */
    private static List<KeyPattern> permissions(io.jsonwebtoken.Claims said) {
        return texts(said, TokenIssuer.PERMISSIONS).stream()
                .map(KeyPattern::parse)
                .toList();
    }
}
