package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.access.Refusal;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.metrics.Exposition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
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
        assertThat(page.value("holdfast_requests_total{route=\"/keys/get\",service=\"jules-mcp\",status=\"200\"}"))
                .isEqualTo(3);
        assertThat(page.value("holdfast_request_duration_seconds_count{route=\"/keys/get\"}"))
                .isEqualTo(3);
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
        assertThat(page.value("holdfast_requests_total{route=\"/keys/get\",service=\"jules-mcp\",status=\"403\"}"))
                .isEqualTo(1);
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

    private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.metricsAddress().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void port_ofTheMetrics_servesThemAloneAndOnlyToBeRead() throws Exception {
        assertThat(ask("GET", "/metrics").headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain; version=0.0.4");
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            assertThat(ask(method, "/metrics").statusCode()).as(method).isEqualTo(405);
        }
        for (String path : List.of("/", "/keys/get", "/health", "/mcp", "/metrics/x")) {
            HttpResponse<String> missing = ask("GET", path);
            assertThat(missing.statusCode()).as(path).isEqualTo(404);
            assertThat(missing.body()).doesNotContain(path.equals("/") ? "jetty" : path);
        }
        assertThat(server.get("/metrics", null).status()).isEqualTo(404);
        assertThat(ask("GET", "/metrics", "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
    }

    @Test
    void request_thatNamesAnotherHost_isRefused() throws IOException {
        URI address = server.metricsAddress();
        try (var socket = new java.net.Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("evil", "holdfast_");
        }
    }

    private static Backend.Serving serve(Path folder, String configuration, Integer metricsPort) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("holdfast.yaml"), configuration);
        Environment environment = new Environment(Map.of("HOLDFAST_HOME", folder.toString()));
        return new Wiring(environment, Clock.systemUTC(), new SecureRandom(), FaultPoints.NONE)
                .serve(new Backend.Addresses(null, 0, metricsPort), folder);
    }

    private static Throwable refused(Path folder, String configuration, Integer metricsPort) {
        try {
            var stopped = serve(folder, configuration, metricsPort).stop().getAsBoolean();
            return new AssertionError("served: " + stopped);
        } catch (Refusal | IOException e) {
            return e;
        }
    }

    @Test
    void port_thatWasChosenAndIsTaken_isRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThat(refused(home.resolve("flag"), "", port)).isInstanceOf(Refusal.class);
            assertThat(refused(home.resolve("file"), "metrics: {port: " + port + "}", null))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.hint()).contains("--metrics-port"));
        }
    }

    /** Two servers of a newcomer on one machine: the second does without, and says so. */
    @Test
    void port_byDefaultAndTaken_isDoneWithout() throws IOException {
        Backend.Serving first = serve(home.resolve("first"), "", null);
        Backend.Serving second = serve(home.resolve("second"), "", null);
        Backend.Serving without = serve(home.resolve("third"), "metrics: {enabled: false}", null);

        assertThat(second.metrics()).isEmpty();
        assertThat(second.note()).contains("127.0.0.1:9090 is taken", "--metrics-port");
        assertThat(without.metrics() + without.note()).isEmpty();
        for (Backend.Serving serving : List.of(first, second, without)) {
            assertThat(serving.stop().getAsBoolean()).isTrue();
        }
    }
}
