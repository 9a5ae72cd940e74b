package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.app.RestServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access that ends instead of the key itself, asked for over HTTP. */
final class RestAccessTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String REQUEST = "/api/v1/keys/request";

    private final MovedClock clock = new MovedClock();

    @TempDir
    Path home;

    private RestServer server;
    private String token;

    @BeforeEach
    void start() {
        server = RestServer.on(home, """
                services:
                  aliases: {jules_api_key: service_keys.jules_api.production}
                """, clock, Map.of());
        server.store(JULES, "abc12345");
        server.store("service_keys.other.production", "xyz98765");
        token = server.service("jules-mcp", "production", JULES);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String body(String service, String key, String more) {
        return "{\"serviceId\":\"" + service + "\",\"keyType\":\"" + key + "\"" + more + "}";
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Answer redeem(String access) {
        return server.post("/api/v1/keys/redeem", token, "{\"accessToken\":\"" + access + "\"}");
    }

    /** The server has looked by then which tokens were taken back: it believes none while it knows that from long ago alone. */
    private void advance(Duration duration) {
        clock.advance(duration);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.get("/auth/validate", token).status() != 200) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    @Test
    void request_byHeaderByBodyAndByGet_givesTheSame() {
        Answer header = server.post(REQUEST, token, body("jules-mcp", JULES, ",\"chittyId\":\"x\",\"ttl\":60"));
        Answer inBody = server.post(REQUEST, null, body("jules-mcp", JULES, ",\"authToken\":\"" + token + "\""));
        Answer get = server.get(REQUEST + "?serviceId=jules-mcp&keyType=" + JULES + "&ttl=60", token);

        for (Answer one : List.of(header, inBody, get)) {
            assertThat(one.status()).as(one.text("error")).isEqualTo(200);
            assertThat(names(one.body())).containsExactly("accessToken", "expiresAt", "keyId", "usage");
            assertThat(redeem(one.text("accessToken")).text("value")).isEqualTo("abc12345");
        }
        assertThat(header.text("keyId")).isEqualTo(get.text("keyId"));
        assertThat(header.text("accessToken")).isNotEqualTo(get.text("accessToken"));
        assertThat(Instant.parse(header.text("expiresAt")))
                .isBefore(clock.instant().plusSeconds(61));
        assertThat(Instant.parse(inBody.text("expiresAt")))
                .isBetween(clock.instant().plusSeconds(3500), clock.instant().plusSeconds(3600));
    }

    @Test
    void request_withoutAToken_orWithAWrongOne_isUnauthenticated() {
        Answer none = server.post(REQUEST, null, body("jules-mcp", JULES, ""));
        Answer wrong = server.post(REQUEST, null, body("jules-mcp", JULES, ",\"authToken\":\"" + token + "x\""));
        Answer header = server.post(REQUEST, "x", body("jules-mcp", JULES, ",\"authToken\":\"" + token + "\""));

        assertThat(List.of(none.status(), wrong.status(), header.status())).containsOnly(401);
    }

    @Test
    void request_forSomebodyElse_orOfAKeyOfSomebodyElse_isForbidden() {
        server.service("other", "production", "service_keys.other.production");

        Answer other = server.post(REQUEST, token, body("other", JULES, ""));
        Answer key = server.post(REQUEST, token, body("jules-mcp", "service_keys.other.production", ""));
        Answer missing = server.post(REQUEST, token, body("jules-mcp", "service_keys.nothing.production", ""));

        assertThat(other.status()).isEqualTo(403);
        assertThat(key.status()).isEqualTo(403);
        assertThat(missing.text("error")).isEqualTo(key.text("error"));
    }

    @Test
    void request_byAWordOfTheConfiguration_isForItsKey() {
        Answer granted = server.post(REQUEST, token, body("jules-mcp", "jules_api_key", ""));

        Answer redeemed = redeem(granted.text("accessToken"));
        assertThat(names(redeemed.body())).containsExactly("keyPath", "value", "version");
        assertThat(redeemed.text("keyPath")).isEqualTo(JULES);
        assertThat(server.post(REQUEST, token, body("jules-mcp", "no_such_word", ""))
                        .text("code"))
                .isEqualTo("INVALID_KEY_PATH");
    }

    @Test
    void request_forTooLong_isRefused() {
        for (String ttl : List.of("0", "86401", "\"2d\"", "\"x\"", "1.5")) {
            Answer refused = server.post(REQUEST, token, body("jules-mcp", JULES, ",\"ttl\":" + ttl));

            assertThat(refused.text("code")).as(ttl).isEqualTo("INVALID_ARGUMENT");
        }
    }

    @Test
    void redeem_manyTimes_givesTheValueUntilTheEndAndThenNoMore() {
        String access = server.post(REQUEST, token, body("jules-mcp", JULES, ",\"ttl\":60"))
                .text("accessToken");
        for (int i = 0; i < 20; i++) {
            assertThat(redeem(access).text("value")).isEqualTo("abc12345");
        }

        advance(Duration.ofSeconds(61));

        Answer ended = redeem(access);
        assertThat(ended.status()).isEqualTo(401);
        assertThat(ended.text("error")).startsWith("This access token");
        assertThat(ended.body().has("value")).isFalse();
    }

    @Test
    void redeem_afterARotation_givesTheNewValue() {
        String access =
                server.post(REQUEST, token, body("jules-mcp", JULES, "")).text("accessToken");

        server.store(JULES, "def67890");

        assertThat(redeem(access).text("value")).isEqualTo("def67890");
    }

    @Test
    void rotate_withAGrace_keepsTheOldValueUntilItsEnd() {
        String keyId = server.post(REQUEST, token, body("jules-mcp", JULES, "")).text("keyId");

        Answer rotated = server.post(
                "/api/v1/keys/rotate",
                server.admin(),
                "{\"keyId\":\"" + keyId + "\",\"newValue\":\"def67890\",\"gracePeriod\":\"10m\"}");

        assertThat(names(rotated.body())).containsExactly("keyId", "version", "previousValidUntil");
        assertThat(rotated.body().path("version").asInt()).isEqualTo(2);
        assertThat(rotated.text("keyId")).isEqualTo(keyId);
        assertThat(Instant.parse(rotated.text("previousValidUntil")))
                .isBetween(clock.instant().plusSeconds(500), clock.instant().plusSeconds(600));
        String old = "/keys/get?path=" + JULES + "&version=1";
        assertThat(server.get(old, token).text("value")).isEqualTo("abc12345");
        advance(Duration.ofMinutes(11));
        assertThat(server.get(old, token).status()).as("also from the cache").isEqualTo(404);
        assertThat(server.get("/keys/get?path=" + JULES, token).text("value")).isEqualTo("def67890");
    }

    @Test
    void rotate_byAService_orOfAnUnknownKey_isRefused() {
        String body = "{\"keyId\":\"" + JULES + "\",\"newValue\":\"def67890\"}";

        assertThat(server.post("/api/v1/keys/rotate", token, body).status()).isEqualTo(403);
        assertThat(server.post(
                                "/api/v1/keys/rotate",
                                server.admin(),
                                "{\"keyId\":\"nothing\",\"newValue\":\"def67890\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void inventory_ofAService_hasItsKeysAndNoValue() {
        Answer own = server.get("/api/v1/keys/inventory", token);
        Answer all = server.get("/api/v1/keys/inventory", server.admin());

        assertThat(own.body().path("keys").size()).isEqualTo(1);
        assertThat(own.body().at("/keys/0/keyPath").asText()).isEqualTo(JULES);
        assertThat(names(own.body().at("/keys/0")))
                .contains("keyId", "keyPath", "description", "version", "updatedAt", "managed");
        assertThat(all.body().path("keys").size()).isEqualTo(2);
        assertThat(all.body().toString()).doesNotContain("abc12345", "xyz98765");
    }
}
