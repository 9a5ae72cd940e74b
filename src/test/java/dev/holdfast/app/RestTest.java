package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.app.RestServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exposure service, asked over HTTP, on the embedded store. */
final class RestTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String POSTGRES = "database_connections.postgres_main";

    @TempDir
    Path home;

    private RestServer server;

    @BeforeEach
    void start() {
        server = RestServer.on(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void health_ofAWholeServer_isHealthyForEverybody() {
        Answer health = server.get("/health", null);

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().toString())
                .isEqualTo("{\"status\":\"healthy\",\"checks\":{\"store\":\"healthy\",\"database\":\"healthy\","
                        + "\"jwt_signing\":\"healthy\"}}");
    }

    @Test
    void adminToken_withoutTheBootstrapToken_isRefused() {
        for (String given : new String[] {null, "", "wrong", RestServer.BOOTSTRAP + "x"}) {
            Answer refused = server.post("/auth/admin-token", given, "{\"expires_in\":3600}");

            assertThat(refused.status()).isEqualTo(401);
            assertThat(names(refused.body())).containsExactly("error", "code", "request_id");
        }
    }

    @Test
    void register_withAllFields_answersAndIsListed() {
        Answer registered = server.post(
                "/services/register",
                server.admin(),
                "{\"name\":\"jules-mcp\",\"description\":\"Jules\",\"environment\":\"production\","
                        + "\"rate_limit_requests\":60,\"rate_limit_window\":60000,\"permissions\":[\"" + JULES + "\",\""
                        + POSTGRES + "\"],\"notify_url\":\"https://jules.example.org/keys\"}");

        assertThat(registered.status()).isEqualTo(200);
        assertThat(names(registered.body()))
                .containsExactly("service_id", "name", "status", "permissions_count", "message");
        assertThat(registered.text("status")).isEqualTo("registered");
        assertThat(registered.body().path("permissions_count").asInt()).isEqualTo(2);
        JsonNode listed =
                server.get("/services", server.admin()).body().path("services").path(0);
        assertThat(listed.path("name").asText()).isEqualTo("jules-mcp");
        assertThat(listed.path("rate_limit_window").asLong()).isEqualTo(60_000);
        assertThat(listed.path("active").asBoolean()).isTrue();
    }

    @Test
    void register_andAskAtOnce_isAnswered() {
        server.store(JULES, "abc12345");
        for (int i = 0; i < 20; i++) {
            server.post(
                    "/services/register",
                    server.admin(),
                    "{\"name\":\"jules-" + i + "\",\"description\":\"Jules\",\"environment\":\"production\","
                            + "\"required_keys\":[\"" + JULES + "\"]}");
            String token = server.post("/tokens", server.admin(), "{\"service_name\":\"jules-" + i + "\"}")
                    .text("token");

            assertThat(server.get("/keys/get?path=" + JULES, token).status()).isEqualTo(200);
        }
    }

    @Test
    void register_aKnownName_isAConflict() {
        server.service("jules-mcp", "production", JULES);

        Answer again = server.post(
                "/services/register",
                server.admin(),
                "{\"name\":\"jules-mcp\",\"description\":\"Jules\",\"environment\":\"production\",\"required_keys\":[\""
                        + JULES + "\"]}");

        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void get_ofAPermittedKey_answersInBothFormsAndFromTheCacheNextTime() {
        server.store(JULES, "AQ.abc\\u00fc\\\"\\n1");
        String token = server.service("jules-mcp", "production", JULES);

        Answer first = server.get("/keys/get?path=" + JULES, token);
        Answer second = server.get("/keys/get?path=" + JULES.replace('.', '/'), token);

        assertThat(first.status()).isEqualTo(200);
        assertThat(names(first.body())).containsExactly("key_path", "value", "version", "cached", "expires_at");
        assertThat(first.text("value")).isEqualTo("AQ.abcü\"\n1");
        assertThat(first.text("key_path")).isEqualTo(JULES);
        assertThat(first.body().path("cached").asBoolean()).isFalse();
        assertThat(second.text("key_path")).isEqualTo("service_keys/jules_api/production");
        assertThat(second.body().path("cached").asBoolean()).isTrue();
        assertThat(second.text("expires_at")).isEqualTo(first.text("expires_at"));
    }

    @Test
    void get_outsideOfThePermissions_isTheSameWhetherTheKeyExistsOrNot() {
        server.store("service_keys.other.production", "abc12345");
        String token = server.service("jules-mcp", "production", JULES);

        Answer there = server.get("/keys/get?path=service_keys.other.production", token);
        Answer missing = server.get("/keys/get?path=service_keys.nothing.production", token);
        Answer permitted = server.get("/keys/get?path=" + JULES, token);

        assertThat(there.status()).isEqualTo(403);
        assertThat(missing.status()).isEqualTo(403);
        assertThat(there.text("error")).isEqualTo(missing.text("error"));
        assertThat(permitted.status()).isEqualTo(404);
    }

    @Test
    void get_ofAnotherEnvironment_isAllowedByAnExactPermissionAlone() {
        server.store("service_keys.a.staging", "abc12345");
        String exact = server.service("exact", "production", "service_keys/a/staging");
        String pattern = server.service("pattern", "production", "service_keys/a/*");

        assertThat(server.get("/keys/get?path=service_keys.a.staging", exact).status())
                .isEqualTo(200);
        assertThat(server.get("/keys/get?path=service_keys.a.staging", pattern).status())
                .isEqualTo(403);
    }

    @Test
    void batch_ofGoodAndBadPaths_hasAnAnswerForEach() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES, POSTGRES);

        Answer batch = server.post(
                "/keys/batch",
                token,
                "{\"key_paths\":[\"" + JULES + "\",\"" + POSTGRES + "\",\"service_keys.x.y\",\"no path\",\"" + JULES
                        + "\"],\"cache_ttl\":60}");

        assertThat(batch.status()).isEqualTo(200);
        JsonNode keys = batch.body().path("keys");
        assertThat(keys.size()).isEqualTo(5);
        assertThat(keys.path(0).path("value").asText()).isEqualTo("abc12345");
        assertThat(keys.path(1).path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(keys.path(2).path("code").asText()).isEqualTo("ACCESS_DENIED");
        assertThat(keys.path(3).path("code").asText()).isEqualTo("INVALID_KEY_PATH");
        assertThat(keys.path(3).path("error").asText()).doesNotContain("no path");
        assertThat(names(keys.path(4))).containsExactly("key_path", "value", "version", "cached", "expires_at");
    }

    @Test
    void get_afterARotation_hasTheNewValueAtOnce() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        server.get("/keys/get?path=" + JULES, token);

        server.store(JULES, "def67890");

        Answer now = server.get("/keys/get?path=" + JULES, token);
        assertThat(now.text("value")).isEqualTo("def67890");
        assertThat(now.body().path("version").asInt()).isEqualTo(2);
        assertThat(server.get("/keys/get?path=" + JULES + "&version=1", token).text("value"))
                .isEqualTo("abc12345");
    }

    @Test
    void get_tooOften_isToldHowLongToWait() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        server.send("PATCH", "/services/jules-mcp", server.admin(), "{\"rate_limit_requests\":2}");
        Answer last = server.get("/keys/get?path=" + JULES, token);
        while (last.status() == 200) {
            last = server.get("/keys/get?path=" + JULES, token);
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(names(last.body()))
                .containsExactly(
                        "error",
                        "code",
                        "service",
                        "limit",
                        "window_seconds",
                        "retry_after",
                        "current_usage",
                        "request_id");
        assertThat(last.text("error")).isEqualTo("Rate limit exceeded");
        assertThat(last.body().path("current_usage").asInt()).isEqualTo(3);
        assertThat(last.response().headers().firstValue("Retry-After")).hasValue(last.text("retry_after"));
        assertThat(server.get("/keys/get?path=service_keys.x.y", token).status())
                .as("who may not is told so, also when it asks too often")
                .isEqualTo(403);
        JsonNode row = server.get("/audit/logs?status=RATE_LIMITED", server.admin())
                .body()
                .path("audit_logs")
                .path(0);
        assertThat(row.path("current_usage").asInt()).isEqualTo(3);
        assertThat(row.path("rate_limit").asInt()).isEqualTo(2);
    }

    @Test
    void decommission_endsTheTokensWithinASecond_andTellsWhatItAloneRead() {
        server.store(JULES, "abc12345");
        server.store(POSTGRES, "abc12345");
        String jules = server.service("jules-mcp", "production", JULES, POSTGRES);
        String other = server.service("other", "production", POSTGRES);
        server.get("/keys/get?path=" + JULES, jules);
        server.get("/keys/get?path=" + POSTGRES, jules);
        server.get("/keys/get?path=" + POSTGRES, other);

        Answer ended = server.send("DELETE", "/services/jules-mcp", server.admin(), null);

        long end = System.nanoTime() + 1_000_000_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(ended.text("status")).isEqualTo("decommissioned");
        assertThat(ended.body().path("alone_read").toString()).isEqualTo("[\"" + JULES + "\"]");
        assertThat(server.get("/keys/get?path=" + JULES, jules).status()).isEqualTo(401);
        assertThat(server.get("/keys/get?path=" + POSTGRES, other).status()).isEqualTo(200);
    }

    @Test
    void audit_ofReads_saysWhatTheContractNames() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        server.get("/keys/get?path=" + JULES, token);
        server.send("GET", "/keys/get?path=" + JULES, token, null, Map.of("X-Request-Id", "req-pod-a-001"));

        Answer logs =
                server.get("/audit/logs?days=1&service=jules-mcp&status=GRANTED&key_path=" + JULES, server.admin());

        JsonNode rows = logs.body().path("audit_logs");
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.path(0).path("action").asText()).isEqualTo("GET");
        assertThat(rows.path(0).path("environment").asText()).isEqualTo("production");
        assertThat(rows.path(0).path("channel").asText()).isEqualTo("rest");
        assertThat(rows.path(0).path("cached").toString()).isEqualTo("false");
        assertThat(rows.path(1).path("cached").toString()).isEqualTo("true");
        assertThat(rows.path(1).path("request_id").asText()).endsWith("/req-pod-a-001");
    }

    @Test
    void audit_inPages_hasEachRowOnce() {
        String token = server.service("jules-mcp", "production", JULES);
        for (int i = 0; i < 5; i++) {
            server.get("/keys/get?path=" + JULES, token);
        }
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = server.get("/audit/logs?service=jules-mcp&status=FAILED&limit=2" + cursor, server.admin());
            page.body()
                    .path("audit_logs")
                    .forEach(row -> ids.add(row.path("request_id").asText()));
            cursor = page.body().has("next_cursor") ? "&cursor=" + page.text("next_cursor") : "";
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void adminRoutes_askedByAService_areForbidden() {
        String token = server.service("jules-mcp", "production", JULES);

        for (String path : new String[] {"/services", "/audit/logs"}) {
            assertThat(server.get(path, token).status()).isEqualTo(403);
        }
        for (String path : new String[] {"/services/register", "/tokens", "/auth/service-token", "/keys/store"}) {
            assertThat(server.post(path, token, "{\"key_path\":\"" + JULES + "\",\"value\":\"abc12345\"}")
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void validate_ofAServiceToken_saysWhoseItIs() {
        String token = server.service("jules-mcp", "production", JULES);

        Answer valid = server.get("/auth/validate", token);

        assertThat(names(valid.body())).containsExactly("valid", "service_name", "environment", "expires_at");
        assertThat(valid.text("service_name")).isEqualTo("jules-mcp");
        assertThat(valid.text("environment")).isEqualTo("production");
        assertThat(server.get("/auth/validate", token + "x").status()).isEqualTo(401);
    }
}
