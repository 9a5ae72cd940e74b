package dev.holdfast.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuthQuery;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, as whom, how often, and what an error says. */
final class ListenerTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String CANARY = "canary-7Qx2";

    @TempDir
    private Path folder;

    private static HttpSettings limited(int sessions, int requests) {
        HttpSettings.Limits limits = HttpSettings.Limits.DEFAULT;
        return new HttpSettings(
                "127.0.0.1",
                0,
                null,
                Set.of("keys.example.org"),
                Set.of("https://ide.example.org"),
                Set.of("127.0.0.1"),
                null,
                new HttpSettings.Limits(
                        2048,
                        4096,
                        Duration.ofSeconds(30),
                        limits.session(),
                        sessions,
                        requests,
                        limits.unauthenticated(),
                        limits.stop()));
    }

    /** A request as bytes, since clients refuse to send some of them; the first line and the body of the answer. */
    private static String raw(HttpWorld world, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", world.listener.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String post(String headers) {
        return "POST /mcp HTTP/1.1\r\n" + headers + "Authorization: Bearer " + HttpWorld.TOKEN
                + "\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + HttpWorld.INITIALIZE.length() + "\r\n\r\n" + HttpWorld.INITIALIZE;
    }

    @Test
    void hostOrOrigin_ofAnotherSite_isRefused() throws IOException {
        List<String> refused = new ArrayList<>();
        for (String host : List.of(
                "evil.example",
                "evil.example:8700",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost:8700.evil.example",
                "127.0.0.2",
                "0.0.0.0",
                "2130706433",
                "0x7f.1",
                "localhost.",
                "[::1].evil.example",
                "[::ffff:127.0.0.1]",
                "keys.example.org.evil.example",
                "keys.example.org@evil.example",
                "")) {
            refused.add("Host: " + host + "\r\n");
        }
        for (String origin : List.of(
                "http://evil.example",
                "https://ide.example.org.evil.example",
                "http://ide.example.org",
                "null",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "http://127.0.0.1.evil.example",
                "file://",
                "http://localhost/path",
                "ftp://localhost",
                "")) {
            refused.add("Host: localhost\r\nOrigin: " + origin + "\r\n");
        }
        refused.add("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example\r\n");
        refused.add("Host: localhost\r\nHost: evil.example\r\n");
        refused.add("");
        try (HttpWorld world = new HttpWorld(folder, limited(100, 1000))) {
            for (String headers : refused) {
                assertThat(raw(world, post(headers)))
                        .as(headers)
                        .startsWith("HTTP/1.1 4")
                        .doesNotContain("evil");
            }
            List<String> accepted = List.of(
                    "Host: localhost\r\n",
                    "Host: LOCALHOST:1\r\n",
                    "Host: 127.0.0.1:8700\r\n",
                    "Host: [::1]:8700\r\n",
                    "Host: keys.example.org\r\n",
                    "Host: localhost\r\nOrigin: http://localhost:3000\r\n",
                    "Host: localhost\r\nOrigin: https://ide.example.org\r\n");
            for (String headers : accepted) {
                assertThat(raw(world, post(headers))).as(headers).startsWith("HTTP/1.1 200");
            }
            Proof.line(
                    "http-rebinding",
                    refused.size() + " forms of Host and Origin refused, " + accepted.size() + " of our own let in");
        }
    }

    @Test
    void token_missingOrUnknown_isAChallengeAndARow() {
        try (HttpWorld world = new HttpWorld(folder)) {
            HttpResponse<String> none = world.send(HttpRequest.newBuilder(world.address("/mcp"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(PING)));
            HttpResponse<String> unknown = world.send(world.post(CANARY, null, PING));
            String metadata =
                    world.address("/.well-known/oauth-protected-resource/mcp").toString();
            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer resource_metadata=\"" + metadata + "\"");
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("error=\"invalid_token\"");
            assertThat(HttpWorld.message(unknown.body()).path("code").asText()).isEqualTo("UNAUTHENTICATED");
            List<String> rows = new ArrayList<>();
            world.audit()
                    .read(
                            AuthQuery.ALL,
                            row -> rows.add(row.text("event") + " " + row.text("reason") + " " + row.text("request_id")
                                    + " " + row.text("ip_address")));
            assertThat(rows).hasSize(2);
            assertThat(rows)
                    .contains("token_refused NOT_ACCEPTED "
                            + HttpWorld.message(unknown.body())
                                    .path("request_id")
                                    .asText() + " 127.0.0.1");
        }
    }

    @Test
    void metadata_ofTheResource_isPublic() {
        try (HttpWorld world = new HttpWorld(folder)) {
            for (String path : List.of("", "/mcp")) {
                HttpResponse<String> metadata = world.send(
                        HttpRequest.newBuilder(world.address("/.well-known/oauth-protected-resource" + path)));
                assertThat(metadata.statusCode()).isEqualTo(200);
                assertThat(HttpWorld.message(metadata.body()).path("resource").asText())
                        .isEqualTo(world.address("/mcp").toString());
            }
            HttpResponse<String> keys = world.send(HttpRequest.newBuilder(world.address("/.well-known/jwks.json")));
            assertThat(keys.body()).isEqualTo("{\"keys\":[]}");
        }
    }

    @Test
    void calls_eachAreTheirSendersOwn() {
        try (HttpWorld world = new HttpWorld(folder)) {
            String jules = world.open(HttpWorld.TOKEN);
            String vera = world.open(HttpWorld.OTHER);
            String list =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"list_secrets\","
                            + "\"arguments\":{}}}";
            world.send(world.post(HttpWorld.TOKEN, jules, list).header("X-Forwarded-For", "10.1.1.1"));
            world.send(world.post(HttpWorld.OTHER, vera, list).header("User-Agent", "curl/8\u00e9"));
            List<String> rows = new ArrayList<>();
            world.audit()
                    .read(
                            AuditQuery.ALL,
                            row -> rows.add(row.text("service_name") + " " + row.text("channel") + " "
                                    + row.text("ip_address") + " " + row.text("status")));
            assertThat(rows).containsExactly("jules http 127.0.0.1 GRANTED", "vera http 127.0.0.1 GRANTED");
        }
    }

    @Test
    void session_ofAnother_isNotThere() {
        try (HttpWorld world = new HttpWorld(folder)) {
            String session = world.open(HttpWorld.TOKEN);
            assertThat(world.send(world.post(HttpWorld.TOKEN, session, PING)).statusCode())
                    .isEqualTo(200);
            assertThat(world.send(world.post(HttpWorld.OTHER, session, PING)).statusCode())
                    .isEqualTo(404);
            assertThat(world.send(world.post(HttpWorld.TOKEN, CANARY, PING)).body())
                    .doesNotContain(CANARY);
            SseClient sse = SseClient.open(world, HttpWorld.TOKEN);
            HttpResponse<String> stolen = world.send(HttpRequest.newBuilder(sse.messages)
                    .header("Authorization", "Bearer " + HttpWorld.OTHER)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(PING)));
            assertThat(stolen.statusCode()).isEqualTo(404);
            sse.close();
        }
    }

    @Test
    void session_deleted_isGone() {
        try (HttpWorld world = new HttpWorld(folder)) {
            String session = world.open(HttpWorld.TOKEN);
            assertThat(world.send(world.post(HttpWorld.TOKEN, session, PING).DELETE())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(world.send(world.post(HttpWorld.TOKEN, session, PING)).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void limits_reached_areSaidWithATime() {
        try (HttpWorld world = new HttpWorld(folder, limited(2, 8))) {
            world.open(HttpWorld.TOKEN);
            world.open(HttpWorld.TOKEN);
            HttpResponse<String> third = world.send(world.post(HttpWorld.TOKEN, null, HttpWorld.INITIALIZE));
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            String other = world.open(HttpWorld.OTHER);
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                statuses.add(
                        world.send(world.post(HttpWorld.OTHER, other, PING)).statusCode());
            }
            assertThat(statuses.subList(0, 6)).containsOnly(200);
            assertThat(statuses.subList(7, 8)).containsOnly(429);
        }
    }

    /** Nothing that goes wrong shows how the program is made, or what was sent. */
    @Test
    void errors_ofEveryKind_sayNothingOfTheProgram() throws IOException {
        List<String> answers = new ArrayList<>();
        String start = "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + HttpWorld.TOKEN + "\r\n";
        String json = "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
        List<String> requests = List.of(
                "GET /" + CANARY + " HTTP/1.1\r\n" + start + "\r\n",
                "GET /mcp HTTP/1.1\r\n" + start + "\r\n",
                "GET /mcp HTTP/1.1\r\n" + start + "Accept: text/event-stream\r\nMcp-Session-Id: " + CANARY + "\r\n\r\n",
                "PUT /mcp HTTP/1.1\r\n" + start + "Content-Length: 0\r\n\r\n",
                "POST /mcp HTTP/1.1\r\n" + start + "Content-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.1\r\n" + start + json + "Content-Length: 12\r\n\r\n" + CANARY + "{",
                "POST /mcp HTTP/1.1\r\n" + start + json + "Content-Length: 15\r\n\r\n[\"" + CANARY + "\"]",
                "POST /mcp HTTP/1.1\r\n" + start + json + "Content-Length: 13\r\n\r\n{\"method\":{}}",
                "POST /mcp HTTP/1.1\r\n" + start + json + "Content-Length: " + PING.length() + "\r\n\r\n" + PING,
                "POST /mcp HTTP/1.1\r\n" + start + json + "Content-Length: 3000\r\n\r\n" + "a".repeat(3000),
                "POST /mcp HTTP/1.1\r\n" + start + json + "X: " + CANARY.repeat(1000) + "\r\n\r\n",
                "POST /sse/message HTTP/1.1\r\n" + start + json + "Content-Length: 2\r\n\r\n{}",
                "POST /sse/message?sessionId=" + CANARY + " HTTP/1.1\r\n" + start + json
                        + "Content-Length: 2\r\n\r\n{}",
                "POST /sse HTTP/1.1\r\n" + start + json + "Content-Length: 2\r\n\r\n{}",
                "GET /mcp/../" + CANARY + " HTTP/1.1\r\n" + start + "\r\n",
                "GET /%2e%2e/" + CANARY + " HTTP/1.1\r\n" + start + "\r\n",
                "GET /mcp%00" + CANARY + " HTTP/1.1\r\n" + start + "\r\n",
                "BREW /" + CANARY + " HTTP/9.9\r\n\r\n",
                CANARY + "\r\n\r\n",
                "GET /mcp HTTP/1.1\r\n" + start + "Content-Length: " + CANARY + "\r\n\r\n",
                "GET /mcp HTTP/1.1\r\n" + start + "Transfer-Encoding: " + CANARY + "\r\n\r\n");
        try (HttpWorld world = new HttpWorld(folder, limited(100, 1000))) {
            for (String request : requests) {
                answers.add(raw(world, request));
            }
            String session = world.open(HttpWorld.TOKEN);
            for (String message : List.of(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":\"" + CANARY + "\"}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":7}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"" + CANARY
                            + "\"}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"" + CANARY + "\"}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":7}}")) {
                answers.add(world.send(world.post(HttpWorld.TOKEN, session, message))
                        .body());
            }
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer)
                        .doesNotContain(CANARY)
                        .doesNotContainPattern("\\b(java|jakarta|javax|org|io|com|dev)\\.[a-z]+[.\\w]*")
                        .doesNotContain("Exception")
                        .doesNotContain("\tat ")
                        .doesNotContain("Jetty")
                        .doesNotContain("Javalin")
                        .doesNotContain(folder.toString()));
        assertThat(answers.subList(0, requests.size())).allSatisfy(answer -> {
            assertThat(answer).startsWith("HTTP/1.1 ");
            assertThat(answer.substring(9, 10)).isIn("4", "5");
        });
        Proof.line("http-errors", answers.size() + " errors of all kinds: no trace, class, path or input in any");
    }

    @Test
    void secretStored_overHttp_reachesNoHeader() {
        try (HttpWorld world = new HttpWorld(folder)) {
            String session = world.open(HttpWorld.TOKEN);
            HttpResponse<String> stored = world.send(world.post(
                    HttpWorld.TOKEN,
                    session,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"set_secret\",\"arguments\":{"
                            + "\"keyPath\":\"project/a/b\",\"value\":\"" + CANARY
                            + "\",\"description\":\"A key for the listener test\"}}}"));
            JsonNode result = HttpWorld.message(stored.body()).path("result");
            assertThat(result.at("/structuredContent/created").asBoolean()).isTrue();
            assertThat(stored.headers().map().toString() + stored.body()).doesNotContain(CANARY);
        }
    }
}
