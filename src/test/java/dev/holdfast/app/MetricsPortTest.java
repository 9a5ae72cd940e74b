package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Refusal;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
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

/** The port of the metrics: what it serves, to whom, and what becomes of a start when it is taken. */
final class MetricsPortTest {

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
