package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.app.RestServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done when a key has changed or must change, asked for over HTTP. */
final class RestChangeTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String OLD = "abc12345";
    private static final String SINCE = "2020-01-01T00:00:00Z";

    @TempDir
    Path home;

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer told;
    private RestServer server;

    @BeforeEach
    void start() throws Exception {
        told = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        told.setExecutor(threads);
        told.createContext("/", this::take);
        told.start();
        server = RestServer.on(home);
        server.store(JULES, OLD);
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.close();
        told.stop(0);
        threads.shutdownNow();
    }

    /** Answers as the path says; {@code /never} not before the test has ended. */
    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            notices.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/never")) {
                end.await();
            }
            exchange.getResponseHeaders().add("Location", "/200");
            exchange.sendResponseHeaders(path.matches("/\\d+") ? Integer.parseInt(path.substring(1)) : 200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String service(String name, String path) {
        String token = server.service(name, "production", JULES);
        if (!path.isEmpty()) {
            String url = "http://127.0.0.1:" + told.getAddress().getPort() + path;
            Answer changed =
                    server.send("PATCH", "/services/" + name, server.admin(), "{\"notify_url\":\"" + url + "\"}");
            assertThat(changed.text("notify_url")).isEqualTo(url);
        }
        return token;
    }

    private Answer tell(String more) {
        return server.post(
                "/services/notify-key-change",
                server.admin(),
                "{\"key_path\":\"" + JULES + "\",\"action\":\"key_compromised\",\"urgency\":\"critical\"" + more + "}");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void notify_servicesThatReadTheKey_tellsThemAndSaysWhoWasNotReached() {
        service("good", "/204");
        service("broken", "/500");
        service("elsewhere", "/302");
        service("silent", "/never");
        service("without", "");
        server.service("stranger", "production", "service_keys.other.production");

        Answer answer = tell("");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(texts(answer.body().path("notified"))).containsExactly("good");
        assertThat(texts(answer.body().path("failed")))
                .containsExactlyInAnyOrder("broken", "elsewhere", "silent", "without");
        assertThat(notices)
                .hasSize(4)
                .allSatisfy(notice -> assertThat(notice)
                        .contains(
                                "\"key_path\":\"" + JULES + "\"",
                                "\"action\":\"key_compromised\"",
                                "\"urgency\":\"critical\"")
                        .contains("\"request_id\":", "\"at\":")
                        .doesNotContain(OLD));
    }

    @Test
    void notify_namedServices_tellsThemAlone() {
        service("good", "/200");
        service("other", "/200");

        Answer answer = tell(",\"affected_services\":[\"good\",\"nobody\"]");

        assertThat(texts(answer.body().path("notified"))).containsExactly("good");
        assertThat(texts(answer.body().path("failed"))).containsExactly("nobody");
        assertThat(notices).hasSize(1);
    }

    @Test
    void changes_askedForByAService_areForbidden() {
        String token = service("good", "/200");

        for (String path : List.of("/services/notify-key-change", "/audit/archive", "/keys/compromise")) {
            assertThat(server.post(path, token, "{}").status()).as(path).isEqualTo(403);
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void archive_ofAVersionInItsGrace_isRecorded() {
        server.store(JULES, "def67890");

        Answer archived = server.post(
                "/audit/archive",
                server.admin(),
                "{\"key_path\":\"" + JULES + "\",\"old_version\":\"1\",\"reason\":\"Quarterly rotation completed\"}");

        assertThat(archived.status()).isEqualTo(200);
        assertThat(archived.body().path("version").asInt()).isEqualTo(1);
        assertThat(archived.text("reason")).isEqualTo("Quarterly rotation completed");
        assertThat(archived.text("fingerprint")).isNotEmpty();
        assertThat(archived.body().toString()).doesNotContain(OLD);
        JsonNode rows =
                server.get("/audit/logs?key_path=" + JULES, server.admin()).body();
        assertThat(rows.at("/audit_logs").toString()).contains(archived.text("request_id"));
    }

    @Test
    void archive_ofWhatIsNotThere_isNotFound() {
        for (String version : List.of("7", "\"7\"")) {
            Answer missing = server.post(
                    "/audit/archive",
                    server.admin(),
                    "{\"key_path\":\"" + JULES + "\",\"old_version\":" + version + ",\"reason\":\"A good reason\"}");

            assertThat(missing.status()).isEqualTo(404);
        }
    }

    private Answer compromise(String more) {
        return server.post(
                "/keys/compromise",
                server.admin(),
                "{\"key_path\":\"" + JULES + "\",\"since\":\"" + SINCE + "\"" + more + "}");
    }

    @Test
    void compromise_withANewValue_endsTheOldOneAtOnceInEveryServer() {
        String token = service("good", "");
        try (RestServer second = RestServer.on(home)) {
            String current = "/keys/get?path=" + JULES;
            assertThat(server.get(current, token).text("value")).isEqualTo(OLD);
            assertThat(second.get(current, token).text("value")).isEqualTo(OLD);
            assertThat(second.get(current + "&version=1", token).text("value")).isEqualTo(OLD);

            Answer report = compromise(",\"new_value\":\"def67890\"");

            long since = System.nanoTime();
            assertThat(report.status()).as(report.text("error")).isEqualTo(200);
            assertThat(server.get(current, token).text("value")).isEqualTo("def67890");
            assertThat(server.get(current + "&version=1", token).status()).isEqualTo(404);
            while (second.get(current, token).text("value").equals(OLD)) {
                assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
            }
            assertThat(second.get(current + "&version=1", token).status()).isEqualTo(404);
            assertThat(texts(report.body().path("services"))).contains("good");
            assertThat(report.body().path("accesses").toString())
                    .contains("\"service_name\":\"good\"", "\"action\":\"GET\"");
            assertThat(report.body().toString()).doesNotContain(OLD, "def67890");
        }
    }

    @Test
    void compromise_withARandomValue_givesItToServicesAlone() {
        String token = service("good", "");

        Answer report = compromise(",\"generate\":true");

        String value = server.get("/keys/get?path=" + JULES, token).text("value");
        assertThat(value).hasSize(64).isNotEqualTo(OLD);
        assertThat(report.body().path("version").asInt()).isEqualTo(2);
        assertThat(report.body().toString()).doesNotContain(value);
    }

    @Test
    void compromise_withoutAReplacement_orWithTwo_orOfNothing_changesNothing() {
        assertThat(compromise("").status()).isEqualTo(400);
        assertThat(compromise(",\"generate\":false").status()).isEqualTo(400);
        assertThat(compromise(",\"generate\":true,\"new_value\":\"def67890\"").status())
                .isEqualTo(400);
        assertThat(server.get("/keys/get?path=" + JULES, server.admin())
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }
}
