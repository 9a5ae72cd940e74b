package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log as lines of JSON: one for each request of REST, and nothing of what was sent. */
final class AccessLogTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String CANARY = "hf_canary_value_1";
    private static final Logger ALL = Logger.getLogger("dev.holdfast");

    @TempDir
    Path home;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {

        private final JsonLine line = new JsonLine();

        @Override
        public void publish(LogRecord record) {
            lines.add(line.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private RestServer server;

    @BeforeEach
    void start() {
        handler.setLevel(Level.ALL);
        ALL.setLevel(Level.ALL);
        ALL.addHandler(handler);
        server = RestServer.on(home);
    }

    @AfterEach
    void stop() {
        server.close();
        ALL.removeHandler(handler);
        ALL.setLevel(null);
    }

    private JsonNode last(String route) throws IOException {
        JsonNode found = null;
        for (String line : lines) {
            JsonNode json = new ObjectMapper().readTree(line);
            found = json.path("message").asText().contains(" route=" + route + " ") ? json : found;
        }
        return found;
    }

    /** Waits: the line comes when the request has ended, which its sender may see a moment before. */
    private JsonNode awaited(String route) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        JsonNode line = last(route);
        while (line == null && System.nanoTime() < end) {
            Thread.onSpinWait();
            line = last(route);
        }
        return line;
    }

    @Test
    void line_ofARequest_saysWhoAskedForWhichRouteAndHowItEnded() throws IOException {
        server.store(JULES, CANARY);
        String token = server.service("jules-mcp", "production", JULES);
        server.send("GET", "/keys/get?path=" + JULES, token, null, Map.of("X-Request-Id", "their-id"));

        JsonNode line = awaited("/keys/get");

        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("logger").asText()).isEqualTo("dev.holdfast.http.Access");
        assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.path("message").asText())
                .matches("request_id=\\S+ service=jules-mcp route=/keys/get status=200 ms=\\d+")
                .contains(line.path("request_id").asText());
        assertThat(line.path("request_id").asText()).matches("[0-9a-f-]{36}");
    }

    @Test
    void lines_atTheirFinest_haveNothingThatWasSent() {
        server.store(JULES, CANARY);
        String token = server.service("jules-mcp", "production", JULES);
        Map<String, String> headers = Map.of("User-Agent", CANARY, "X-Request-Id", CANARY, "Referer", CANARY);
        for (String bearer : new String[] {token, server.admin(), CANARY, null}) {
            server.send("GET", "/keys/get?path=" + JULES + "&x=" + CANARY, bearer, null, headers);
            server.send("GET", "/keys/get?path=" + JULES, bearer, null, headers);
            server.send(
                    "POST", "/keys/batch", bearer, "{\"key_paths\":[\"" + JULES + "\",\"" + CANARY + "\"]}", headers);
            server.send("DELETE", "/services/" + CANARY, bearer, null, headers);
            server.send("GET", "/" + CANARY, bearer, null, headers);
        }
        assertThat(lines)
                .hasSizeGreaterThan(16)
                .allSatisfy(line -> assertThat(line)
                        .endsWith("}\n")
                        .doesNotContain(CANARY, token, server.admin(), RestServer.BOOTSTRAP, JULES, "127.0.0.1"));
        Proof.line("access-log", lines.size() + " lines of JSON, none with a value, token, path, query or header");
    }

    @Test
    void line_ofAHardText_isOneLineOfJsonWithTheSameText() throws IOException {
        String text = "a\"b\\c\nd\te\u0000f\u2028g\uD83D\uDE00h\uD800 {0} \u007f";
        LogRecord record = new LogRecord(Level.WARNING, text);
        record.setLoggerName("x\"y");
        record.setThrown(new IllegalStateException(CANARY));

        String line = new JsonLine().format(record);

        assertThat(line.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("message").asText()).isEqualTo(text);
        assertThat(json.path("logger").asText()).isEqualTo("x\"y");
        assertThat(json.path("exception").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line).doesNotContain(CANARY);
        assertThat(json.has("request_id")).isFalse();
    }
}
