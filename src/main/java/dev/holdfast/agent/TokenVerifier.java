package dev.holdfast.agent;

import dev.holdfast.agent.Unauthenticated.Why;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells by a token who sent a request.
 *
 * <p>A signature that held once is remembered, by the hash of its token; whether the token has ended or was taken back, and
 * what its holder may do, is found out at each request. Thread-safe.
 */
public final class TokenVerifier implements Authenticator {

    /** How far clocks may be apart. */
    static final Duration SKEW = Duration.ofSeconds(30);

    /** The longest token that is looked at. */
    static final int LONGEST = 8192;

    private static final int MOST_REMEMBERED = 10_000;

    private final Signatures signatures;
    private final Standing standing;
    private final Clock clock;
    private final Map<String, Claims> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Claims> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    public TokenVerifier(Signatures signatures, Standing standing, Clock clock) {
        this.signatures = signatures;
        this.standing = standing;
        this.clock = clock;
    }

    @Override
    public Caller caller(String token) throws Unauthenticated {
        if (token.length() > LONGEST) {
            throw new Unauthenticated(Why.NOT_ACCEPTED);
        }
        Claims claims = claims(token);
        Instant now = clock.instant();
        if (now.minus(SKEW).isAfter(claims.expiresAt()) || now.plus(SKEW).isBefore(claims.notBefore())) {
            throw new Unauthenticated(Why.NOT_VALID_NOW);
        }
        Standing.Snapshot snapshot = standing.now();
        if (claims.jti() != null && snapshot.revoked().contains(claims.jti())) {
            throw new Unauthenticated(Why.REVOKED);
        }
        return claims.person()
                ? new Caller.OfPerson(claims.holder(), Role.authority(claims.roles()), claims.expiresAt())
                : holder(claims, snapshot);
    }

    private Claims claims(String token) throws Unauthenticated {
        String name = hash(token);
        Claims known = remembered.get(name);
        if (known == null) {
            known = signatures.verified(token);
            remembered.put(name, known);
        }
        return known;
    }

    private static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256");
        }
    }

    private static Caller holder(Claims claims, Standing.Snapshot snapshot) throws Unauthenticated {
        if (snapshot.inactive().contains(claims.holder())) {
            throw new Unauthenticated(Why.REVOKED);
        }
        Service service = snapshot.services().get(claims.holder());
        if (service != null && claims.jti() != null) {
            return new Caller.OfService(
                    new Service(narrowed(service.agent(), claims), service.limit()), claims.expiresAt());
        }
        Agent agent = snapshot.agents().get(claims.holder());
        if (agent == null) {
            throw new Unauthenticated(Why.UNKNOWN_HOLDER);
        }
        return new Caller.OfAgent(narrowed(agent, claims), claims.expiresAt());
    }

    private static Agent narrowed(Agent agent, Claims claims) throws Unauthenticated {
        if (claims.jti() != null && claims.environment() != agent.scope().environment()) {
            // Its rules are those of another environment by now: who is meant has to be said anew.
            throw new Unauthenticated(Why.NOT_ACCEPTED);
        }
        if (claims.permissions().isEmpty()) {
            return agent;
        }
        return new Agent(agent.name(), agent.scope().within(claims.permissions()));
    }
}
