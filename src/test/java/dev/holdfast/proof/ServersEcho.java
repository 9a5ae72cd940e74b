package dev.holdfast.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A server before OpenBao that hands on what it hears, or answers errors which repeat the whole request.
 *
 * <p>As long as it hands on, every login succeeds; whoever logged in may end that token.
 */
final class ServersEcho implements AutoCloseable {

    /** Words that stand in each error, for a search of answers and logs. */
    static final String WORDS = "the gateway repeats what it heard";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI upstream;
    private final Supplier<String> tokens;
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger withValue = new AtomicInteger();
    private volatile int status;
    private volatile boolean writesAlone;

    ServersEcho(URI upstream, Supplier<String> tokens) {
        this.upstream = upstream;
        this.tokens = tokens;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on each request is answered with this status; 0 hands it on. */
    void status(int next) {
        writesAlone = false;
        status = next;
    }

    /** As {@link #status}, for writes of values; the rest is handed on. */
    void statusOfWrites(int next) {
        writesAlone = true;
        status = next;
    }

    private boolean echoes(HttpExchange exchange) {
        boolean write = exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().contains("/data/");
        return status != 0 && (write || !writesAlone);
    }

    /** How many errors repeated a login, with its credential. */
    int echoedLogins() {
        return logins.get();
    }

    /** How many errors repeated the canary. */
    int echoedValues() {
        return withValue.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (echoes(exchange)) {
                echo(exchange, body);
            } else if (isLogin(exchange)) {
                send(
                        exchange,
                        200,
                        "{\"auth\":{\"client_token\":\"" + tokens.get()
                                + "\",\"lease_duration\":3600,\"renewable\":false}}");
            } else {
                handOn(exchange, body);
            }
        }
    }

    private static boolean isLogin(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().endsWith("/login");
    }

    private void echo(HttpExchange exchange, String body) throws IOException {
        if (isLogin(exchange)) {
            logins.incrementAndGet();
        }
        if (Canary.in(body).isPresent()) {
            withValue.incrementAndGet();
        }
        String text = WORDS + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().entrySet() + " " + body;
        String errors =
                new ObjectMapper().writeValueAsString(Map.of("errors", List.of(text), "warnings", List.of(text)));
        exchange.getResponseHeaders().set("Location", "/v1/elsewhere?" + WORDS.replace(' ', '+'));
        send(exchange, status, errors);
    }

    private void handOn(HttpExchange exchange, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-vault") || name.equalsIgnoreCase("Content-Type")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            send(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
