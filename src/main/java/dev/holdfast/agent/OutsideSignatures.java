package dev.holdfast.agent;

import dev.holdfast.agent.Unauthenticated.Why;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds tokens to the keys of an outside issuer, and reads whom they name. Thread-safe. */
final class OutsideSignatures implements Signatures {

    /** What a header may have; what brings or names a key is looked at by nobody. */
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ", "x5t", "x5t#S256");

    private final Issuer issuer;
    private final PublishedKeys keys;
    /** Asked alone by the test of signatures: what it takes for signed is what {@link #verified} goes on with. */
    final JwtParser parser;

    OutsideSignatures(Issuer issuer, Clock clock) {
        this.issuer = issuer;
        this.keys = new PublishedKeys(issuer, clock);
        var algorithms = Jwts.parser().keyLocator(this::key).sig().clear();
        issuer.algorithms().forEach(name -> algorithms.add(Jwts.SIG.get().forKey(name)));
        this.parser = algorithms
                .and()
                .zip()
                .clear()
                .and()
                .requireIssuer(issuer.address())
                .requireAudience(issuer.audience())
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(TokenVerifier.SKEW.toSeconds())
                .build();
    }

    private Key key(Header header) {
        Key key = header instanceof JwsHeader signed
                        && HEADER.containsAll(signed.keySet())
                        && issuer.algorithms().contains(signed.getAlgorithm())
                        && signed.getKeyId() != null
                ? keys.of(signed.getKeyId(), signed.getAlgorithm())
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
            throw new Unauthenticated(Why.NOT_ACCEPTED);
        }
    }

    private Claims claims(io.jsonwebtoken.Claims said) {
        String person = text(said, issuer.personClaim());
        String agent = text(said, issuer.agentClaim());
        String holder = agent == null ? person : agent;
        if (holder == null || !Agent.isName(holder) || said.getExpiration() == null) {
            throw new Foreign();
        }
        Instant from = said.getNotBefore() == null
                ? Instant.MIN.plusSeconds(60)
                : said.getNotBefore().toInstant();
        return new Claims(
                null,
                holder,
                agent == null,
                agent == null ? roles(said) : List.of(),
                null,
                List.of(),
                from,
                said.getExpiration().toInstant());
    }

    private static @Nullable String text(io.jsonwebtoken.Claims said, @Nullable String name) {
        return name != null && said.get(name) instanceof String text ? text : null;
    }

    private List<Role> roles(io.jsonwebtoken.Claims said) {
        List<Role> roles = new ArrayList<>();
        Object theirs = issuer.rolesClaim() == null ? null : said.get(issuer.rolesClaim());
        if (theirs instanceof Collection<?> list) {
            list.forEach(one -> {
                Role role = one instanceof String word ? issuer.roles().get(word) : null;
                if (role != null) {
                    roles.add(role);
                }
            });
        }
        return roles;
    }
}
