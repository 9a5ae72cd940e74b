package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an authorization server that is not ours. */
final class OutsideIssuerTest {

    private static final KeyPath PATH = KeyPath.parse("project/consilio/stripe");

    @TempDir
    private Path folder;

    private final Keys keys = new Keys();
    private final KeyPair pair = Jwts.SIG.ES256.keyPair().build();
    private final KeyPair another = Jwts.SIG.ES256.keyPair().build();

    private static String set(String id, KeyPair pair) {
        String jwk = Jwks.UNSAFE_JSON(
                Jwks.builder().key((ECPublicKey) pair.getPublic()).id(id).build());
        return "{\"keys\":[" + jwk + "]}";
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("jwks.json"), text);
    }

    private static Issuer issuer(Path file, URI address) {
        return new Issuer(
                "https://login.example.org",
                "https://keys.example.org/mcp",
                file,
                address,
                List.of("ES256"),
                "azp",
                "sub",
                "groups",
                Map.of("secret-readers", Role.OPERATOR));
    }

    private TokenVerifier verifier(Issuer issuer) {
        return new TokenVerifier(Signatures.of(List.of(Keys.OURS), List.of(issuer), keys.clock), keys, keys.clock);
    }

    private JwtBuilder token(String id) {
        return Jwts.builder()
                .header()
                .keyId(id)
                .and()
                .issuer("https://login.example.org")
                .audience()
                .add("https://keys.example.org/mcp")
                .and()
                .expiration(Date.from(keys.clock.instant().plusSeconds(600)));
    }

    private static void refused(TokenVerifier verifier, JwtBuilder token, KeyPair pair) {
        assertThat(catchThrowable(
                        () -> verifier.caller(token.signWith(pair.getPrivate()).compact())))
                .isInstanceOf(Unauthenticated.class);
    }

    @Test
    void caller_agentAndPersonOfTheIssuer_areKnown() throws Exception {
        TokenVerifier verifier = verifier(issuer(file(set("k1", pair)), null));
        Caller agent = verifier.caller(
                token("k1").claim("azp", "jules").signWith(pair.getPrivate()).compact());
        assertThat(agent).isInstanceOf(Caller.OfAgent.class);
        assertThat(((Caller.OfAgent) agent).agent()).isEqualTo(keys.agents.get("jules"));
        Caller person = verifier.caller(token("k1")
                .subject("ada")
                .claim("groups", List.of("secret-readers", "others"))
                .signWith(pair.getPrivate())
                .compact());
        assertThat(person.name()).isEqualTo("ada");
        assertThat(person.authority().permits(Action.READ, PATH)).isTrue();
        assertThat(person.authority().permits(Action.ADMIN, PATH)).isFalse();
        assertThat(verifier.caller(keys.token()).name()).isEqualTo("jules");
    }

    @Test
    void caller_anotherKeyIssuerAudienceOrHolder_isRefused() throws Exception {
        TokenVerifier verifier = verifier(issuer(file(set("k1", pair)), null));
        refused(verifier, token("k1").claim("azp", "jules"), another);
        refused(verifier, token("k2").claim("azp", "jules"), pair);
        refused(verifier, token("k1").claim("azp", "jules").issuer("https://evil.example"), pair);
        refused(verifier, token("k1").claim("azp", "nobody-we-know"), pair);
        refused(verifier, token("k1").claim("azp", "../jules"), pair);
        refused(verifier, token("k1"), pair);
        refused(verifier, token("k1").claim("azp", "jules").expiration(new Date(0)), pair);
        refused(
                verifier,
                token("k1")
                        .claim("azp", "jules")
                        .header()
                        .add("jku", "http://127.0.0.1:1/")
                        .and(),
                pair);
        refused(
                verifier,
                Jwts.builder()
                        .header()
                        .keyId("k1")
                        .and()
                        .issuer("https://login.example.org")
                        .claim("azp", "jules")
                        .expiration(Date.from(keys.clock.instant().plusSeconds(600))),
                pair);
        KeyPair rsa = Jwts.SIG.RS256.keyPair().build();
        refused(verifier, token("k1").claim("azp", "jules"), rsa);
    }

    @Test
    void keys_ofAnAddress_areAskedForRarely() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String[] published = {set("k1", pair)};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = published[0].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
            TokenVerifier verifier = verifier(issuer(null, address));
            for (int i = 0; i < 20; i++) {
                refused(verifier, token("unknown-" + i).claim("azp", "jules"), pair);
            }
            assertThat(asked).hasValue(1);
            published[0] = set("k2", another);
            keys.clock.advance(Duration.ofSeconds(61));
            assertThat(verifier.caller(token("k2")
                                    .claim("azp", "jules")
                                    .signWith(another.getPrivate())
                                    .compact())
                            .name())
                    .isEqualTo("jules");
            refused(verifier, token("k1").claim("azp", "jules"), pair);
            assertThat(asked).hasValue(2);
        } finally {
            server.stop(0);
        }
    }
}
