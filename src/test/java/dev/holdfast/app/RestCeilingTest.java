package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.RestServer.Answer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody may ask without end, whatever the answer is; and what was granted ends with the right that it came from. */
final class RestCeilingTest {

    private static final String JULES = "service_keys.jules_api.production";

    /** How often a stranger is heard in a minute. */
    private static final int HEARD = 120;

    @TempDir
    Path home;

    private RestServer server;

    @BeforeEach
    void start() {
        server = RestServer.on(home, "http: {limits: {unauthenticated: " + HEARD + "}}", Clock.systemUTC(), Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int rows(String status) {
        return server.get("/audit/logs?status=" + status, server.admin())
                .body()
                .path("audit_logs")
                .size();
    }

    private static Answer repeated(Supplier<Answer> asked) {
        Answer last = asked.get();
        for (int i = 0; i < 2 * HEARD; i++) {
            last = asked.get();
        }
        return last;
    }

    @Test
    void adminToken_guessedAgainAndAgain_isNotHeardWithoutEnd() {
        server.admin();
        Answer last = repeated(() -> server.post("/auth/admin-token", "no-bootstrap-token", "{}"));

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(rows("DENIED")).isBetween(1, HEARD + 10);
    }

    @Test
    void adminToken_byTheBootstrapToken_isAnsweredWhateverStrangersDo() {
        repeated(() -> server.post("/auth/admin-token", "no-bootstrap-token", "{}"));

        assertThat(server.post("/auth/admin-token", RestServer.BOOTSTRAP, "{}").status())
                .isEqualTo(200);
    }

    @Test
    void request_byTokensOfNobody_isNotHeardWithoutEnd() {
        server.admin();
        Answer last = repeated(() -> server.post(
                "/api/v1/keys/request",
                null,
                "{\"serviceId\":\"x\",\"keyType\":\"" + JULES + "\",\"authToken\":\"nobodys\"}"));

        assertThat(last.status()).isEqualTo(429);
    }

    @Test
    void request_thatIsNoJson_isNotHeardWithoutEnd() {
        server.admin();
        Answer last = repeated(() -> server.post("/api/v1/keys/request", null, "{"));

        assertThat(last.status()).isEqualTo(429);
        assertThat(rows("INVALID")).isBetween(1, HEARD + 10);
    }

    @Test
    void request_byAHeaderThatCounts_isAnsweredWhateverStrangersDo() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        repeated(() -> server.post("/api/v1/keys/request", null, "{"));

        Answer granted = server.post(
                "/api/v1/keys/request", token, "{\"serviceId\":\"jules-mcp\",\"keyType\":\"" + JULES + "\"}");

        assertThat(granted.status()).isEqualTo(200);
    }

    @Test
    void request_byATokenInTheBody_isHeldToTheCeilingOfWhoItProves(@TempDir Path another) {
        try (RestServer small = RestServer.on(another, "http: {limits: {requests: 30}}", Clock.systemUTC(), Map.of())) {
            String token = small.service("jules-mcp", "production", JULES);
            small.send("PATCH", "/services/jules-mcp", small.admin(), "{\"rate_limit_requests\":2}");
            String foreign =
                    "{\"serviceId\":\"jules-mcp\",\"keyType\":\"service_keys.other.production\",\"authToken\":\""
                            + token + "\"}";

            Answer last = repeated(() -> small.post("/api/v1/keys/request", null, foreign));

            assertThat(last.status()).isEqualTo(429);
            assertThat(last.text("service")).isEqualTo("jules-mcp");
            assertThat(last.body().path("limit").asInt()).isEqualTo(32);
            assertThat(last.response().headers().firstValue("Retry-After"))
                    .hasValue(last.body().path("retry_after").asText());
        }
    }

    @Test
    void inventory_isARequestAsAnyOther() {
        String token = server.service("jules-mcp", "production", JULES);
        server.send("PATCH", "/services/jules-mcp", server.admin(), "{\"rate_limit_requests\":2}");

        Answer last = repeated(() -> server.get("/api/v1/keys/inventory", token));

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.body().path("limit").asInt()).isEqualTo(2);
    }

    @Test
    void redeem_afterThePermissionWasTaken_isRefused() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        String granted = server.post(
                        "/api/v1/keys/request", token, "{\"serviceId\":\"jules-mcp\",\"keyType\":\"" + JULES + "\"}")
                .text("accessToken");
        String redeem = "{\"accessToken\":\"" + granted + "\"}";
        assertThat(server.post("/api/v1/keys/redeem", token, redeem).status()).isEqualTo(200);

        server.send("PATCH", "/services/jules-mcp", server.admin(), "{\"permissions\":[\"service_keys.other.x\"]}");

        assertThat(server.post("/api/v1/keys/redeem", token, redeem).status()).isEqualTo(401);
    }
}
