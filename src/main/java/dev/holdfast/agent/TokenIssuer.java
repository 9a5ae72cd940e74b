package dev.holdfast.agent;

import dev.holdfast.policy.Environment;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signs tokens for agents and people; RS256. Thread-safe. */
public final class TokenIssuer {

    /** Who issues them ({@code iss}). */
    public static final String ISSUER = "holdfast";

    /** Whom they are for ({@code aud}). */
    public static final String AUDIENCE = "holdfast";

    static final String SERVICE_NAME = "service_name";
    static final String ENVIRONMENT = "environment";
    static final String PERMISSIONS = "permissions";
    static final String ACTIVE = "active";
    static final String PERSON = "person";
    static final String ROLES = "roles";

    private final SigningKey key;

    public TokenIssuer(SigningKey key) {
        this.key = key;
    }

    /** A token's number. */
    public static String newNumber() {
        return UUID.randomUUID().toString();
    }

    /**
     * A token for an agent.
     *
     * @param jti its number
     * @param permissions patterns of key paths, which can only narrow what the rules allow; empty for all of it
     */
    public String forAgent(
            String jti,
            String name,
            Environment environment,
            List<String> permissions,
            Instant issued,
            Instant expires) {
        return signed(
                jti,
                issued,
                expires,
                Jwts.builder()
                        .claim(SERVICE_NAME, name)
                        .claim(ENVIRONMENT, environment.word())
                        .claim(PERMISSIONS, permissions)
                        .claim(ACTIVE, true));
    }

    /** A token for a person. */
    public String forPerson(String jti, String name, Collection<Role> roles, Instant issued, Instant expires) {
        return signed(
                jti,
                issued,
                expires,
                Jwts.builder()
                        .claim(PERSON, name)
                        .claim(ROLES, roles.stream().map(Role::word).toList()));
    }

    private String signed(String jti, Instant issued, Instant expires, JwtBuilder claims) {
        return claims.header()
                .keyId(key.id())
                .type("JWT")
                .and()
                .issuer(ISSUER)
                .audience()
                .add(AUDIENCE)
                .and()
                .id(jti)
                .issuedAt(Date.from(issued))
                .notBefore(Date.from(issued))
                .expiration(Date.from(expires))
                .signWith(key.privateKey(), Jwts.SIG.RS256)
                .compact();
    }
}
