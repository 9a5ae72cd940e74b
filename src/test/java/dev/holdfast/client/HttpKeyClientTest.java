package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.KeyServiceException.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client over a wire, with a service that is well. */
class HttpKeyClientTest extends KeyClientContract {

    private static final Map<Kind, String> CODES = Map.of(
            Kind.INVALID, "INVALID_KEY_PATH",
            Kind.FORBIDDEN, "ACCESS_DENIED",
            Kind.COMPROMISED, "COMPROMISED",
            Kind.UNAVAILABLE, "STORE_UNAVAILABLE",
            Kind.INTERNAL, "INTERNAL");

    private final KeyStub stub = new KeyStub();
    private final KeyClient client = KeyClient.builder()
            .serviceToken(KeyStub.TOKEN)
            .keyServiceUrl(stub.url() + "/")
            .timing(new FakeTiming())
            .build();

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    @Override
    KeyClient client() {
        return client;
    }

    @Override
    void put(String path, String value) {
        stub.put(path, value);
    }

    @Override
    void fail(String path, Kind kind) {
        stub.refuse(path, CODES.get(kind));
    }

    @Test
    void getKey_always_asksAsTheContractHasIt() {
        stub.put("project/consilio/stripe_api_key", "value");
        client.getKey("project/consilio/stripe_api_key");
        assertThat(stub.requests()).containsExactly("GET /keys/get?path=project%2Fconsilio%2Fstripe_api_key");
        assertThat(stub.agents()).allMatch(agent -> agent.startsWith("holdfast-client/"));
    }

    @Test
    void refusal_always_namesTheRequest() {
        assertThatThrownBy(() -> client.getKey(FIRST))
                .hasMessageContaining("req-7")
                .satisfies(
                        e -> assertThat(((KeyServiceException) e).requestId()).contains("req-7"));
    }

    @Test
    void validateAuth_always_tellsWhatTheTokenIs() {
        stub.expiresAt(Instant.parse("2027-01-01T00:00:00Z"));
        AuthStatus status = client.validateAuth();
        assertThat(status.serviceName()).isEqualTo("jules-mcp");
        assertThat(status.environment()).isEqualTo("production");
        assertThat(status.expiresAt()).contains(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void validateAuth_ofATokenThatDoesNotCount_isUnauthenticated() {
        stub.once(KeyStub.body(200, "{\"valid\":false}"));
        assertThatThrownBy(client::validateAuth)
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAUTHENTICATED));
        stub.revokeToken();
        assertThatThrownBy(client::validateAuth)
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAUTHENTICATED));
    }

    @Test
    void healthCheck_ofAServiceThatIsUnwell_tellsItAndIsAskedOnce() {
        stub.once(KeyStub.body(
                503,
                "{\"status\":\"unhealthy\",\"checks\":{\"vault\":\"down\",\"postgres\":{\"status\":\"up\"},\"x\":3}}"));
        HealthStatus health = client.healthCheck();
        assertThat(health.state()).isEqualTo(HealthStatus.State.UNHEALTHY);
        assertThat(health.checks()).isEqualTo(Map.of("vault", "down", "postgres", "up", "x", "3"));
        assertThat(stub.requests()).containsExactly("GET /health");
    }

    @Test
    void healthCheck_answeredBySomethingElse_fails() {
        stub.once(KeyStub.body(503, "<html>")).once(KeyStub.body(200, "{}"));
        assertThatThrownBy(client::healthCheck)
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
        assertThatThrownBy(client::healthCheck)
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.PROTOCOL));
    }

    @Test
    void getKeys_ofMany_asksAHundredAtATime() {
        List<String> paths =
                IntStream.range(0, 250).mapToObj(i -> "project/many/key-" + i).toList();
        paths.forEach(path -> stub.put(path, "value of " + path));
        try (Keys keys = client.getKeys(paths).orThrow()) {
            assertThat(paths).allMatch(path -> keys.get(path).reveal().equals("value of " + path));
        }
        assertThat(stub.requests()).hasSize(3).allMatch("POST /keys/batch"::equals);
        client.getKeys(paths).orThrow();
        assertThat(stub.requests()).hasSize(3);
    }

    @Test
    void getKeys_answeredInPart_tellsTheRest() {
        stub.once(KeyStub.body(
                200,
                "{\"more\":[{}],\"keys\":[{\"key_path\":\"" + FIRST + "\",\"value\":\"v\",\"version\":1},"
                        + "{\"key_path\":\"meta/not/asked\",\"value\":\"w\",\"version\":1},"
                        + "{\"key_path\":\"meta/a/b\",\"code\":\"OF_A_LATER_VERSION\"},"
                        + "{\"value\":\"nowhere\"}]}"));
        Keys keys = client.getKeys(List.of(FIRST, SECOND, "meta/a/b"));
        assertThat(keys.get(FIRST).reveal()).isEqualTo("v");
        assertThat(kind(keys.failures().get(SECOND))).isEqualTo(Kind.PROTOCOL);
        assertThat(kind(keys.failures().get("meta/a/b"))).isEqualTo(Kind.INTERNAL);
    }

    @Test
    void getKeys_withWhatIsNoPath_tellsItThoughTheServiceDoesNotRepeatIt() {
        stub.put(FIRST, "v").refuse("no/path", "INVALID_KEY_PATH");
        Keys keys = client.getKeys(List.of("no/path", FIRST, SECOND));
        assertThat(kind(keys.failures().get("no/path"))).isEqualTo(Kind.INVALID);
        assertThat(kind(keys.failures().get(SECOND))).isEqualTo(Kind.NOT_FOUND);
        assertThat(keys.get(FIRST).reveal()).isEqualTo("v");
    }

    @Test
    void getKey_ofWhatNoPathCanBe_isNotSent() {
        for (String path : List.of("", " ", "a\nb", "x".repeat(257), "schlüssel")) {
            assertThatThrownBy(() -> client.getKey(path))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.INVALID));
        }
        assertThat(stub.requests()).isEmpty();
    }
}
