package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.http.HttpWorld;
import dev.holdfast.metrics.Exposition;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a whole server. */
final class MetricsTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String HOSTILE = "hf_hostile_text";

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

    private Exposition page() {
        return new Exposition(server.metrics());
    }

    /** Waits: a request is counted when it has ended, which its sender may see a moment before. */
    private void assertTold(String series, double value) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        double told = page().value(series);
        while (told != value && System.nanoTime() < end) {
            told = page().value(series);
        }
        assertThat(told).as(series).isEqualTo(value);
    }

    @Test
    void page_ofAFreshServer_hasNamesOfOursAloneAndZeros() throws IOException {
        Exposition page = page();

        Files.writeString(Proof.folder().resolve("metrics.txt"), page.text());
        assertThat(page.names()).hasSizeGreaterThan(40).allMatch(name -> name.startsWith("holdfast_"));
        assertThat(page.value("holdfast_store_state{state=\"up\"}")).isEqualTo(1);
        assertThat(page.value("holdfast_services_active")).isZero();
        assertThat(page.value("holdfast_audit_failures_total")).isZero();
        assertThat(page.value("holdfast_key_reads_total{source=\"stale\"}")).isZero();
        assertThat(page.value("holdfast_requests_total{route=\"/keys/get\",service=\"other\",status=\"200\"}"))
                .isZero();
    }

    @Test
    void reads_ofAService_areCountedByWhereTheKeyCameFrom() {
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        for (int i = 0; i < 3; i++) {
            server.get("/keys/get?path=" + JULES, token);
        }

        Exposition page = page();

        assertThat(page.value("holdfast_key_reads_total{source=\"store\"}")).isEqualTo(1);
        assertThat(page.value("holdfast_key_reads_total{source=\"cache\"}")).isEqualTo(2);
        assertThat(page.value("holdfast_service_key_reads_total{service=\"jules-mcp\"}"))
                .isEqualTo(3);
        assertTold("holdfast_requests_total{route=\"/keys/get\",service=\"jules-mcp\",status=\"200\"}", 3);
        assertTold("holdfast_request_duration_seconds_count{route=\"/keys/get\"}", 3);
        assertThat(page.value("holdfast_store_duration_seconds_count{operation=\"read\"}"))
                .isEqualTo(1);
        assertThat(page.value("holdfast_services_active")).isEqualTo(1);
        assertThat(page.value("holdfast_audit_write_duration_seconds_count")).isGreaterThan(4);
        // Before anything of the kind has happened, so that the first one is seen as a change.
        assertThat(page.value("holdfast_rate_limited_total{service=\"jules-mcp\"}"))
                .isZero();
    }

    @Test
    void refusals_areCountedByTheirKind() {
        String token = server.service("jules-mcp", "production", JULES);
        server.send(
                "PATCH",
                "/services/jules-mcp",
                server.admin(),
                "{\"rate_limit_requests\":1,\"rate_limit_window\":3600000}");
        Answer last;
        do {
            last = server.get("/keys/get?path=" + JULES, token);
        } while (last.status() != 429);
        server.get("/keys/get?path=service_keys.other.production", token);
        server.get("/keys/get?path=" + JULES, null);
        server.get("/keys/get?path=" + JULES, "nothing");
        server.post("/auth/admin-token", "wrong", "{}");

        Exposition page = page();

        assertThat(page.value("holdfast_rate_limited_total{service=\"jules-mcp\"}"))
                .isEqualTo(1);
        assertThat(page.value("holdfast_access_denied_total{service=\"jules-mcp\"}"))
                .isEqualTo(1);
        assertThat(page.value("holdfast_logins_failed_total{reason=\"no_token\"}"))
                .isEqualTo(1);
        assertThat(page.value("holdfast_logins_failed_total{reason=\"not_accepted\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(page.value("holdfast_logins_failed_total{reason=\"unauthenticated\"}"))
                .isEqualTo(1);
        assertTold("holdfast_requests_total{route=\"/keys/get\",service=\"jules-mcp\",status=\"403\"}", 1);
    }

    @Test
    void call_ofAnAgent_isCountedByItsRouteWhenItsStreamHasEnded() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.address("/mcp"))
                .header("Authorization", "Bearer " + server.admin())
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(HttpWorld.INITIALIZE))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertTold("holdfast_requests_total{route=\"/mcp\",service=\"other\",status=\"200\"}", 1);
        assertTold("holdfast_request_duration_seconds_count{route=\"/mcp\"}", 1);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("holdfast.db"));
                Statement work = connection.createStatement()) {
            work.execute("PRAGMA busy_timeout = 20000");
            work.execute(statement);
        }
    }

    @Test
    void outages_ofStoreAndAudit_areTold() throws Exception {
        server.close();
        server = RestServer.on(home, "services: {cache: {ttl: 0s}}", Clock.systemUTC(), Map.of());
        server.store(JULES, "abc12345");
        String token = server.service("jules-mcp", "production", JULES);
        server.get("/keys/get?path=" + JULES, token);

        sql("ALTER TABLE secret RENAME TO hidden");
        assertThat(server.get("/keys/get?path=" + JULES, token).status()).isEqualTo(200);
        assertTold("holdfast_key_reads_total{source=\"stale\"}", 1);
        assertTold("holdfast_store_state{state=\"degraded\"}", 1);
        assertThat(page().value("holdfast_store_failures_total")).isGreaterThanOrEqualTo(1);
        assertThat(page().value("holdfast_store_outage_seconds")).isPositive();

        sql("ALTER TABLE hidden RENAME TO secret");
        sql("CREATE TRIGGER audit_fails BEFORE INSERT ON key_access_audit BEGIN SELECT raise(ABORT, 'no'); END");
        assertThat(server.get("/keys/get?path=" + JULES, token).text("code")).isEqualTo("AUDIT_UNAVAILABLE");
        assertTold("holdfast_audit_failures_total", 1);
        assertTold("holdfast_store_state{state=\"up\"}", 1);
        // What has no row did not happen.
        assertThat(page().value("holdfast_service_key_reads_total{service=\"jules-mcp\"}"))
                .isEqualTo(2);
    }

    /** What a caller writes, wherever it can write, is in no label and makes no series. */
    @Test
    void hostileTexts_everywhere_areInNoLabelAndMakeNoSeries() {
        String token = server.service("jules-mcp", "production", JULES);
        attack(token, 0);
        attack(token, 1);
        int before = page().series().size();

        for (int i = 2; i < 40; i++) {
            attack(token, i);
        }

        Exposition page = page();
        assertThat(page.text()).doesNotContain(HOSTILE, token, "127.0.0.1", RestServer.BOOTSTRAP);
        int after = page.series().size();
        // Statuses that came up for the first time, such as the 429 of a stranger; not one for each text.
        assertThat(after).isLessThan(before + 15);
        Proof.line(
                "metrics-hostile",
                "40 rounds of 16 hostile requests: no text of theirs, " + after + " series, " + before
                        + " after two rounds");
    }

    private void attack(String token, int round) {
        String text = HOSTILE + round;
        Map<String, String> headers = Map.of(
                "User-Agent", text, "X-Request-Id", text, "X-Forwarded-For", text, "X-Service", text, "Referer", text);
        for (String bearer : new String[] {token, server.admin(), text}) {
            server.send("GET", "/keys/get?path=service_keys." + text + ".production&" + text, bearer, null, headers);
            server.send("GET", "/keys/get?path=service_keys." + text + ".production", bearer, null, headers);
            server.send(
                    "POST", "/keys/batch", bearer, "{\"key_paths\":[\"" + text + "\",\"a/" + text + "\"]}", headers);
            server.send("DELETE", "/services/" + text, bearer, null, headers);
        }
        server.send("GET", "/" + text, null, null, headers);
        server.send("GET", "/mcp/" + text, token, null, headers);
        server.send("REPORT", "/keys/get", text, null, headers);
        server.post("/auth/admin-token", text, "{\"expires_in\":\"" + text + "\"}");
    }
}
