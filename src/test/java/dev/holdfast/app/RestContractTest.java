package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.app.RestServer.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract says of every route alike, and of the seldom cases of some. */
final class RestContractTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String SLASHED = "service_keys/jules_api/production";

    @TempDir
    Path home;

    private RestServer server;

    @BeforeEach
    void start() {
        server = RestServer.on(home);
        server.store(JULES, "abc12345");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String header(Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }

    private List<JsonNode> rows() {
        List<JsonNode> rows = new ArrayList<>();
        server.get("/audit/logs", server.admin()).body().path("audit_logs").forEach(rows::add);
        return rows;
    }

    private Answer register(String name) {
        return server.post(
                "/services/register",
                server.admin(),
                "{\"name\":\"" + name
                        + "\",\"description\":\"A service\",\"environment\":\"production\",\"permissions\":[\"" + JULES
                        + "\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /keys/get?path=project/a/b, 401",
        "GET, /nothing/here, 404",
        "DELETE, /keys/get, 405",
        "PUT, /.well-known/jwks.json, 405",
        "GET, /health, 200",
        "GET, /.well-known/jwks.json, 200",
        "POST, /mcp, 401"
    })
    void requestId_ofTheCaller_isAnsweredWhateverBecomesOfIt(String method, String path, int status) {
        Answer answer = server.send(method, path, null, null, Map.of("X-Request-Id", "req-7"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(header(answer, "X-Request-Id")).isEqualTo("req-7");
    }

    @Test
    void requestId_ofARefusedToken_isKeptBesideOurs() {
        Answer refused = server.send("GET", "/services", "nobodys", null, Map.of("X-Request-Id", "req-8"));

        assertThat(refused.text("request_id")).endsWith("/req-8");
    }

    @ParameterizedTest
    @CsvSource({
        "/health, 200",
        "/openapi.json, 200",
        "/services, 401",
        "/keys/get?path=project/a/b, 401",
        "/audit/logs, 401"
    })
    void head_isAnsweredAsGetIs(String path, int status) {
        Answer answer = server.send("HEAD", path, null, null);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.response().body()).isEmpty();
    }

    @Test
    void ceiling_ofTheListener_isToldInTheFormOfALimit() {
        server.close();
        server = RestServer.on(home, "http: {limits: {requests: 30, unauthenticated: 5}}", Clock.systemUTC(), Map.of());
        String admin = server.admin();

        Answer known = untilLimited("/services", admin);
        Answer stranger = untilLimited("/services", null);

        assertLimited(known, "\"admin\"", 30);
        assertLimited(stranger, "null", 5);
    }

    private Answer untilLimited(String path, @Nullable String token) {
        Answer last = server.get(path, token);
        for (int i = 0; i < 60 && last.status() != 429; i++) {
            last = server.get(path, token);
        }
        return last;
    }

    private static void assertLimited(Answer limited, String service, int limit) {
        assertThat(limited.status()).isEqualTo(429);
        Set<String> names = new TreeSet<>();
        limited.body().fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "error",
                        "code",
                        "service",
                        "limit",
                        "window_seconds",
                        "retry_after",
                        "current_usage",
                        "request_id");
        assertThat(limited.text("error")).isEqualTo("Rate limit exceeded");
        assertThat(limited.body().path("service").toString()).isEqualTo(service);
        assertThat(limited.body().path("limit").asInt()).isEqualTo(limit);
        assertThat(header(limited, "Retry-After")).isEqualTo(limited.text("retry_after"));
    }

    @Test
    void services_whenListed_leaveARow() {
        int before = rows().size();

        server.get("/services", server.admin());

        assertThat(rows().size() - before).isEqualTo(2); // And that of the look at the audit.
    }

    @Test
    void register_ofAKnownName_leavesNoRowThatSaysItWasDone() throws SQLException {
        assertThat(register("twice").status()).isEqualTo(200);
        assertThat(register("twice").status()).isEqualTo(409);

        String sql = "SELECT count(*) FROM service_auth_audit WHERE event = 'service_registered'";
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("holdfast.db"));
                Statement select = database.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "notify-key-change"})
    void register_underTheNameOfARoute_isRefused(String name) {
        assertThat(register(name).status()).isEqualTo(400);
    }

    @Test
    void token_ofADecommissionedService_isRefusedWithoutFalseHope() {
        register("ended");
        server.send("DELETE", "/services/ended", server.admin(), null);

        Answer refused = server.post("/tokens", server.admin(), "{\"service_name\":\"ended\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).contains("another name").doesNotContain("active first");
    }

    private Answer rotate(String token, String key, String more) {
        return server.post(
                "/api/v1/keys/rotate", token, "{\"keyId\":\"" + key + "\",\"newValue\":\"def67890\"" + more + "}");
    }

    @Test
    void rotate_withoutTheRight_isForbiddenWhetherTheKeyExistsOrNot() {
        String token = server.service("jules-mcp", "production", "service_keys/**");

        for (String key : List.of(JULES, "service_keys.not_there.production", "key_0123456789abcdef")) {
            Answer refused = rotate(token, key, "");
            assertThat(refused.status()).as(key).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("ACCESS_DENIED");
        }
    }

    @Test
    void rotate_ofWhatIsNotThere_isNotFound() {
        for (String key : List.of("service_keys.not_there.production", "key_0123456789abcdef")) {
            assertThat(rotate(server.admin(), key, "").status()).as(key).isEqualTo(404);
        }
    }

    @Test
    void archive_afterTheGrace_isRecordedInTheFormThatWasAsked() {
        assertThat(rotate(server.admin(), JULES, ",\"gracePeriod\":0").status()).isEqualTo(200);

        Answer archived = server.post(
                "/audit/archive",
                server.admin(),
                "{\"key_path\":\"" + SLASHED + "\",\"old_version\":\"1\",\"reason\":\"Quarterly rotation completed\"}");

        assertThat(archived.status()).as(archived.text("error")).isEqualTo(200);
        assertThat(archived.text("key_path")).isEqualTo(SLASHED);
        assertThat(archived.text("fingerprint")).startsWith("hf1:");
        assertThat(archived.text("created_at")).isNotEmpty();
    }

    private Answer compromise(String generate) {
        return server.post(
                "/keys/compromise",
                server.admin(),
                "{\"key_path\":\"" + SLASHED + "\",\"since\":\"2020-01-01T00:00:00Z\",\"generate\":" + generate + "}");
    }

    @Test
    void compromise_generatesAsTheToolsDo_andAnswersInTheFormThatWasAsked() {
        Answer report = compromise("{\"format\":\"hex\",\"bytes\":20}");

        assertThat(report.status()).as(report.text("error")).isEqualTo(200);
        assertThat(report.text("key_path")).isEqualTo(SLASHED);
        assertThat(server.get("/keys/get?path=" + SLASHED, server.admin()).text("value"))
                .matches("[0-9a-f]{40}");
        for (String wrong : List.of("{\"bytes\":8}", "{\"format\":\"no\"}", "{\"kind\":\"hex\"}", "\"hex\"", "5")) {
            assertThat(compromise(wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    /** Of a path that names no environment the word beside it counts, as in the brief's script that migrates keys. */
    @Test
    void environment_ofAStoredKey_isWhoMayReadIt() {
        String maps = "external_apis.google_services.maps_api";
        Answer stored = server.post(
                "/keys/store",
                server.admin(),
                "{\"key_path\":\"" + maps
                        + "\",\"value\":\"abc12345\",\"description\":\"A key for maps on pages\",\"environment\":\"production\"}");
        String production = server.service("in-production", "production", "external_apis.google_services.*");
        String staging = server.service("in-staging", "staging", "external_apis.google_services.*");
        String exact = server.service("in-staging-by-name", "staging", maps);

        assertThat(stored.status()).isEqualTo(200);
        assertThat(server.get("/keys/get?path=" + maps, production).text("value"))
                .isEqualTo("abc12345");
        assertThat(server.get("/keys/get?path=" + maps, exact).status()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            Answer denied = server.get("/keys/get?path=" + maps, staging);
            assertThat(denied.status()).isEqualTo(403);
            assertThat(denied.text("code")).isEqualTo("ACCESS_DENIED");
        }
    }

    @Test
    void environment_thatThePathDoesNotEndIn_isRefused() {
        Answer refused = server.post(
                "/keys/store",
                server.admin(),
                "{\"key_path\":\"" + JULES
                        + "\",\"value\":\"abc12345\",\"description\":\"A key for the tests\",\"environment\":\"staging\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("INVALID_ARGUMENT");
    }
}
