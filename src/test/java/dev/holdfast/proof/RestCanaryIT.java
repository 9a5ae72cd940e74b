package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.http.Served;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value and tokens go to the routes of the exposure service in every place that is wrong, with the log at its finest level:
 * afterwards neither stands in an answer, in the log, in the audit or in any other file.
 */
class RestCanaryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "service_keys.canary.development";
    private static final String BOOTSTRAP = "bootstrap-for-the-canary-0123456789";
    private static final String VALUE = "\"" + Canary.VALUE + "\"";

    @TempDir
    private Path folder;

    private final List<String> tokens = new ArrayList<>();
    private Served served;
    private int requests;

    @Test
    void valueAndTokens_inEveryWrongPlaceOfARoute_areFoundNowhere() throws Exception {
        CanaryWorld world = CanaryWorld.make(folder);
        try (Served started = Served.on(world.holdfast(), builder -> withBootstrap(world.quiet(builder)), "")) {
            served = started;
            String admin = token("/auth/admin-token", BOOTSTRAP, "{}");
            String service = prepare(admin);
            for (String token : List.of(admin, service)) {
                bodies(token);
                addresses(token);
                right(token);
            }
            headers();
            clean(send("GET", "/audit/logs", admin, null));
            assertThat(Files.readString(world.holdfast().home().resolve("serve.log")))
                    .as("the log says something at its finest level")
                    .contains(" FINE");
        }
        int files = requireNoFileHasThem();
        Proof.line(
                "rest-canary",
                requests + " requests to the routes, " + files
                        + " files searched: no value, no token, no bootstrap token");
    }

    private static ProcessBuilder withBootstrap(ProcessBuilder builder) {
        builder.environment().put("HOLDFAST_BOOTSTRAP_TOKEN", BOOTSTRAP);
        return builder;
    }

    private String token(String path, String bearer, String body) throws Exception {
        String token = send("POST", path, bearer, body).json().path("token").asText();
        tokens.add(token.substring(token.lastIndexOf('.') + 1));
        return token;
    }

    private String prepare(String admin) throws Exception {
        String register = "{\"name\":\"jules-mcp\",\"description\":\"A service\",\"environment\":\"development\","
                + "\"rate_limit_requests\":100000,\"required_keys\":[\"" + PATH + "\"]}";
        clean(send("POST", "/services/register", admin, register));
        clean(send(
                "POST",
                "/keys/store",
                admin,
                "{\"key_path\":\"" + PATH + "\",\"value\":" + VALUE
                        + ",\"description\":\"The canary of the routes\"}"));
        return token("/auth/service-token", admin, "{\"service_name\":\"jules-mcp\",\"expires_in\":\"1h\"}");
    }

    /** Where a value is to come back, it does. */
    private void right(String token) throws Exception {
        Answer got = send("GET", "/keys/get?path=" + PATH, token, null);
        assertThat(got.json().path("value").asText()).isEqualTo(Canary.VALUE);
        assertThat(Canary.in(got.head())).isEmpty();
    }

    /** In and around each field of each body. */
    private void bodies(String token) throws Exception {
        for (String path : List.of(
                "/auth/admin-token",
                "/auth/service-token",
                "/tokens",
                "/services/register",
                "/services/notify-key-change",
                "/audit/archive",
                "/keys/batch",
                "/keys/store",
                "/keys/compromise",
                "/api/v1/keys/request",
                "/api/v1/keys/redeem",
                "/api/v1/keys/rotate")) {
            for (String body : wrongBodies(token)) {
                clean(send("POST", path, token, body));
            }
        }
        clean(send("PATCH", "/services/jules-mcp", token, "{\"environment\":" + VALUE + "}"));
        clean(send("PATCH", "/services/jules-mcp", token, "{\"notify_url\":" + VALUE + "}"));
    }

    private static List<String> wrongBodies(String token) {
        List<String> bodies = new ArrayList<>(List.of(
                Canary.VALUE, VALUE, "[" + VALUE + "]", "{" + VALUE + ":1}", "{\"a\":" + VALUE, "{" + VALUE, token));
        for (String field : List.of(
                "key_path",
                "keyType",
                "keyId",
                "serviceId",
                "accessToken",
                "authToken",
                "service_name",
                "name",
                "action",
                "urgency",
                "since",
                "environment",
                "expires_in",
                "cache_ttl",
                "ttl",
                "gracePeriod",
                "old_version")) {
            bodies.add("{\"" + field + "\":" + VALUE + "}");
            bodies.add("{\"" + field + "\":\"" + token + "\"}");
        }
        bodies.add("{\"key_paths\":[" + VALUE + "]}");
        bodies.add("{\"key_paths\":" + VALUE + "}");
        bodies.add("{\"key_path\":\"" + PATH + "\",\"value\":[" + VALUE + "]}");
        bodies.add("{\"key_path\":\"" + PATH + "\",\"value\":" + VALUE + ",\"environment\":" + VALUE + "}");
        bodies.add("{\"key_path\":\"" + PATH + "\",\"value\":" + VALUE + ",\"description\":\"It is " + Canary.VALUE
                + "\"}");
        bodies.add("{\"key_path\":\"service_keys.new\",\"value\":" + VALUE + "}");
        bodies.add("{\"key_path\":\"" + PATH + "\",\"since\":\"x\",\"new_value\":" + VALUE + "}");
        bodies.add("{\"keyId\":\"nothing\",\"newValue\":" + VALUE + "}");
        bodies.add("{\"serviceId\":\"jules-mcp\",\"keyType\":" + VALUE + "}");
        return bodies;
    }

    private void addresses(String token) throws Exception {
        for (String text : List.of(Canary.VALUE, token)) {
            String written = URLEncoder.encode(text, StandardCharsets.UTF_8);
            for (String path : List.of(
                    "/" + written,
                    "/keys/get?path=" + written,
                    "/keys/get?" + written,
                    "/keys/get?path=" + PATH + "&version=" + written,
                    "/keys/get?path=" + PATH + "&path=" + written,
                    "/audit/logs?status=" + written,
                    "/audit/logs?cursor=" + written,
                    "/audit/logs?key_path=" + written,
                    "/api/v1/keys/request?serviceId=" + written + "&keyType=" + PATH,
                    "/api/v1/keys/request?serviceId=jules-mcp&keyType=" + written,
                    "/api/v1/keys/inventory?token=" + written,
                    "/health/" + written,
                    "/openapi.json?" + written)) {
                clean(send("GET", path, token, null));
            }
            clean(send("DELETE", "/services/" + written, token, null));
            clean(send("PATCH", "/services/" + written, token, "{}"));
            clean(send("TRACE", "/keys/get", token, null));
            clean(send("TRACE", "/mcp", token, null));
            clean(send("TRACE", "/.well-known/jwks.json", token, null));
        }
    }

    private void headers() throws Exception {
        clean(send("GET", "/keys/get?path=" + PATH, Canary.VALUE, null));
        clean(send("GET", "/keys/get?path=" + PATH, Canary.VALUE, null, "X-Request-Id: " + Canary.VALUE));
        clean(send("POST", "/auth/admin-token", Canary.VALUE, "{}"));
        clean(send("POST", "/auth/admin-token", BOOTSTRAP + "x", "{}"));
        clean(send("POST", "/keys/batch", null, "{}", "Content-Type: " + Canary.VALUE));
    }

    /** An answer, all of it as it came. */
    private record Answer(String what, String text) {

        int status() {
            return Integer.parseInt(text.split(" ", 3)[1]);
        }

        String head() {
            return text.substring(0, text.indexOf("\r\n\r\n"));
        }

        JsonNode json() throws IOException {
            assertThat(status()).as(what).isEqualTo(200);
            return JSON.readTree(text.substring(text.indexOf("\r\n\r\n")));
        }
    }

    /** By a socket: a client of ours would have a log of its own, with all that it sends. */
    private Answer send(String method, String path, @Nullable String bearer, @Nullable String body, String... headers)
            throws IOException {
        requests++;
        byte[] sent = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (bearer != null) {
            head.append("Authorization: Bearer ").append(bearer).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(sent.length).append("\r\nConnection: close\r\n\r\n");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(loopback, served.address("/").getPort())) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(sent);
            byte[] answer = socket.getInputStream().readAllBytes();
            return new Answer(method, new String(answer, StandardCharsets.UTF_8));
        }
    }

    private void clean(Answer answer) {
        String all = answer.text();
        assertThat(Canary.in(all)).as(answer.what() + " " + answer.status()).isEmpty();
        assertThat(all.contains(BOOTSTRAP)).isFalse();
        tokens.forEach(token -> assertThat(all.contains(token)).isFalse());
        assertThat(answer.status()).as(answer.what()).isLessThan(500);
    }

    private int requireNoFileHasThem() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertThat(Canary.in(text)).as(folder.relativize(file).toString()).isEmpty();
            assertThat(text.contains(BOOTSTRAP))
                    .as(folder.relativize(file).toString())
                    .isFalse();
            tokens.forEach(token -> assertThat(text.contains(token))
                    .as("a token in %s", folder.relativize(file))
                    .isFalse());
        }
        return files.size();
    }
}
