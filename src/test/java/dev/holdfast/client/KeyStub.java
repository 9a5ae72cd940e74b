package dev.holdfast.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.access.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A key service as the contract has it, with the keys, refusals and faults that a test gives it. */
final class KeyStub implements AutoCloseable {

    /** Answers one request instead of the service. */
    interface Fault {
        void answer(HttpExchange exchange) throws IOException;
    }

    static final String TOKEN = "token-of-a-test";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> agents = new CopyOnWriteArrayList<>();
    private volatile @Nullable Fault standing;
    private volatile String token = TOKEN;
    private volatile Instant expiresAt = Instant.parse("2100-01-01T00:00:00Z");

    KeyStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    KeyStub put(String path, String value) {
        codes.remove(path);
        keys.put(path, value);
        return this;
    }

    KeyStub refuse(String path, String code) {
        codes.put(path, code);
        return this;
    }

    void expiresAt(Instant moment) {
        this.expiresAt = moment;
    }

    void revokeToken() {
        this.token = "another";
    }

    /** Answers the next request, or one more after those given before. */
    KeyStub once(Fault fault) {
        synchronized (faults) {
            faults.add(fault);
        }
        return this;
    }

    /** Answers every request, until it is null. */
    void always(@Nullable Fault fault) {
        this.standing = fault;
    }

    /** Every request as its method and path with the query. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    List<String> agents() {
        return List.copyOf(agents);
    }

    static Fault status(int status, String... header) {
        return exchange -> {
            if (header.length > 0) {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
            reply(exchange, status, error(status >= 500 ? "STORE_UNAVAILABLE" : "INVALID_ARGUMENT"));
        };
    }

    static Fault body(int status, String body) {
        return exchange -> reply(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
            Fault fault = next();
            if (fault != null) {
                fault.answer(exchange);
            } else {
                serve(exchange);
            }
        }
    }

    private @Nullable Fault next() {
        synchronized (faults) {
            return faults.isEmpty() ? standing : faults.remove();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String route = exchange.getRequestURI().getPath();
        if (route.equals("/health")) {
            reply(
                    exchange,
                    200,
                    "{\"status\":\"healthy\",\"checks\":{\"vault\":\"healthy\"}}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, error("UNAUTHENTICATED"));
            return;
        }
        switch (route) {
            case "/auth/validate" ->
                reply(
                        exchange,
                        200,
                        ("{\"valid\":true,\"service_name\":\"jules-mcp\",\"environment\":\"production\",\"expires_at\":\""
                                        + expiresAt + "\"}")
                                .getBytes(StandardCharsets.UTF_8));
            case "/keys/get" -> get(exchange);
            case "/keys/batch" -> batch(exchange);
            default -> reply(exchange, 404, error("INVALID_ARGUMENT"));
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String path = URLDecoder.decode(query.substring("path=".length()), StandardCharsets.UTF_8);
        String code = code(path);
        if (code != null) {
            reply(exchange, Reason.valueOf(code).httpStatus(), error(code));
        } else {
            reply(exchange, 200, JSON.writeValueAsBytes(entry(path)));
        }
    }

    private void batch(HttpExchange exchange) throws IOException {
        JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("key_paths");
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode entries = answer.putArray("keys");
        for (JsonNode each : asked) {
            String code = code(each.asText());
            if (code == null) {
                entries.add(entry(each.asText()));
            } else {
                entries.addObject()
                        .put("key_path", code.equals("INVALID_KEY_PATH") ? "" : each.asText())
                        .put("error", "Refused.")
                        .put("code", code);
            }
        }
        reply(exchange, 200, JSON.writeValueAsBytes(answer));
    }

    private @Nullable String code(String path) {
        String code = codes.get(path);
        return code != null || keys.containsKey(path) ? code : "NOT_FOUND";
    }

    private ObjectNode entry(String path) {
        return JSON.createObjectNode()
                .put("key_path", path)
                .put("value", keys.get(path))
                .put("version", 3)
                .put("cached", false)
                .put("expires_at", expiresAt.toString());
    }

    private static byte[] error(String code) {
        return ("{\"error\":\"Refused.\",\"code\":\"" + code + "\",\"request_id\":\"req-7\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
