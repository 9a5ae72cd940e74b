package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.http.Served;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value and a token go over HTTP in every way that is right and in many that are wrong, with the log at its finest level:
 * afterwards the value stands in the {@code .env} alone, the token nowhere, and no error has repeated either.
 */
class HttpCanaryIT {

    private static final String PATH = "project/proof/canary";

    @TempDir
    private Path folder;

    private Served served;
    private String token;
    private int requests;

    @Test
    void valueAndToken_overHttp_areFoundInTheEnvAlone() throws Exception {
        CanaryWorld world = CanaryWorld.make(folder);
        String log;
        try (Served started = Served.on(world.holdfast(), world::quiet, "")) {
            served = started;
            token = served.token("--agent", "jules");
            tools();
            wrongMessages();
            wrongRequests();
            world.requireNotInProcesses(served.process());
            served.asRoot("token", "revoke", "--agent", "jules");
            log = Files.readString(world.holdfast().home().resolve("serve.log"));
        }
        assertThat(log).as("the log says something at its finest level").contains(" FINE");
        assertThat(Files.readString(Path.of(world.files(), ".env"))).isEqualTo("CANARY_KEY=" + Canary.VALUE + "\n");
        assertThat(world.found()).containsExactly("files/.env");
        assertThat(filesWith(signatureOf(token))).as("files with the token").isEmpty();
        Proof.line(
                "http-canary",
                requests + " requests, " + world.scanned()
                        + " files and streams searched: the value in the .env alone, the token nowhere");
    }

    private void tools() throws IOException {
        String session = served.open(token);
        String value = "\"value\":\"" + Canary.VALUE + "\"";
        granted(
                session,
                "set_secret",
                "{\"keyPath\":\"" + PATH + "\"," + value
                        + ",\"description\":\"The canary over HTTP\",\"envFile\":\".env\",\"envName\":\"CANARY_KEY\"}");
        granted(
                session,
                "rotate_secret",
                "{\"keyPath\":\"" + PATH + "\",\"reason\":\"a turn\",\"newValue\":\"" + Canary.VALUE + "\"}");
        granted(session, "check_env", "{\"file\":\".env\"}");
        granted(session, "list_secrets", "{}");
        for (String wrong : List.of(
                "{\"keyPath\":\"" + Canary.VALUE + "\"," + value + "}",
                "{\"keyPath\":\"" + PATH + "\"," + value + ",\"" + Canary.VALUE + "\":1}",
                "{\"keyPath\":\"" + PATH + "\",\"value\":[\"" + Canary.VALUE + "\"]}",
                "{\"keyPath\":\"" + PATH + "\"," + value + ",\"description\":\"It is " + Canary.VALUE + "\"}",
                "{\"keyPath\":\"" + PATH + "\"," + value + ",\"expectedVersion\":99}",
                "{\"keyPath\":\"" + PATH + "\"," + value + ",\"envFile\":\"" + Canary.VALUE + "\"}",
                "{\"keyPath\":\"meta/other/denied\",\"valueFrom\":\"file:" + Canary.VALUE + "\"}")) {
            JsonNode result = call(session, "set_secret", wrong);
            assertThat(result.path("isError").asBoolean()).isTrue();
        }
        call(session, Canary.VALUE, "{}");
        JsonNode read = served.call(token, session, "get_secret", "{\"keyPath\":\"" + PATH + "\"}");
        assertThat(read.at("/structuredContent/value").asText()).isEqualTo(Canary.VALUE);
    }

    private void granted(String session, String tool, String arguments) throws IOException {
        assertThat(call(session, tool, arguments).path("isError").asBoolean())
                .as(tool)
                .isFalse();
    }

    private JsonNode call(String session, String tool, String arguments) throws IOException {
        JsonNode result = served.call(token, session, tool, arguments);
        requests++;
        assertThat(Canary.in(result.toString())).as(tool).isEmpty();
        return result;
    }

    private void wrongMessages() throws IOException {
        String session = served.open(token);
        for (String body : List.of(
                Canary.VALUE,
                "{\"jsonrpc\":\"" + Canary.VALUE + "\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + Canary.VALUE + "\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":\"" + Canary.VALUE + "\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{\"a\":\"" + Canary.VALUE + "\"},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + Canary.VALUE + "\"}",
                "[\"" + Canary.VALUE + "\"",
                "\"" + Canary.VALUE.repeat(60_000) + "\"")) {
            clean(served.post(token, session, body));
            clean(served.post(token, null, body));
            clean(served.post(token, Canary.VALUE.replaceAll("[^A-Za-z0-9]", ""), body));
        }
    }

    private void clean(HttpResponse<String> answer) {
        requests++;
        String all = answer.headers().map() + answer.body();
        assertThat(Canary.in(all)).isEmpty();
        assertThat(all).doesNotContain(signatureOf(token));
    }

    /** The value and the token in the lines of a request. */
    private void wrongRequests() throws IOException {
        for (String wrong : List.of(
                "GET /" + Canary.VALUE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET /mcp?access_token=" + token + "&v=" + Canary.VALUE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET /sse?sessionId=" + Canary.VALUE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "POST /mcp HTTP/1.1\r\nHost: " + Canary.VALUE + "\r\nAuthorization: Bearer " + token + "\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://" + Canary.VALUE
                        + "\r\nAuthorization: Bearer " + token + "\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + Canary.VALUE + "\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "x\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nContent-Type: "
                        + Canary.VALUE + "\r\nContent-Length: 2\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nMcp-Session-Id: "
                        + Canary.VALUE + "\r\nContent-Length: 2\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: " + Canary.VALUE.repeat(400) + "\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + Canary.VALUE + "\r\n",
                Canary.VALUE + " / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET / " + Canary.VALUE + "\r\n",
                "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n" + Canary.VALUE + "\r\n")) {
            String answer = raw(wrong + "Connection: close\r\n\r\n{}");
            requests++;
            assertThat(answer).matches("(?s)HTTP/1.1 (4..|505) .*").doesNotContain("INTERNAL");
            assertThat(Canary.in(answer)).isEmpty();
            assertThat(answer).doesNotContain(signatureOf(token));
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", served.address("/").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(text))
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The third part, without which a token is worth nothing. */
    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
