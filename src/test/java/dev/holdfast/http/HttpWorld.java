package dev.holdfast.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.agent.Agent;
import dev.holdfast.agent.Authenticator;
import dev.holdfast.agent.Caller;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.mcp.HttpTransports;
import dev.holdfast.mcp.ToolSession;
import dev.holdfast.policy.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The listener on real parts in a folder, with tokens that the test made up: {@value #TOKEN} and {@value #OTHER}. */
public final class HttpWorld implements AutoCloseable {

    public static final String TOKEN = "jules-token";
    public static final String OTHER = "vera-token";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, Caller> HOLDERS = Map.of(
            TOKEN, new Caller.OfAgent(new Agent("jules", Scope.local()), null),
            OTHER, new Caller.OfAgent(new Agent("vera", Scope.local()), null));

    final ToolSession tools;
    final Listener listener;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public HttpWorld(Path folder) {
        this(folder, HttpSettings.DEFAULT);
    }

    HttpWorld(Path folder, HttpSettings settings) {
        this(folder, settings, null);
    }

    /** With another server behind the same listener; null for the product's own. */
    HttpWorld(Path folder, HttpSettings settings, @Nullable HttpTransports others) {
        tools = new ToolSession(folder);
        Authenticator authenticator = token -> {
            Caller caller = HOLDERS.get(token);
            if (caller == null) {
                throw new Unauthenticated(Unauthenticated.Why.NOT_ACCEPTED);
            }
            return caller;
        };
        HttpTransports transports = others != null
                ? others
                : new HttpTransports(
                        tools::services,
                        MAPPER,
                        "test",
                        settings.limits().body(),
                        settings.limits().session());
        listener = Listener.start(
                settings.at(settings.host(), 0),
                new Listener.Parts(
                        transports,
                        authenticator,
                        audit(),
                        () -> "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        List.of(),
                        Watch.NONE));
    }

    AuditLog audit() {
        return tools.audit();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    HttpRequest.Builder post(String token, @Nullable String session, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(HttpTransports.STREAMABLE))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a session; its id. */
    String open(String token) {
        HttpResponse<String> opened = send(post(token, null, INITIALIZE));
        if (opened.statusCode() != 200) {
            throw new AssertionError("not opened: " + opened.statusCode());
        }
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        send(post(token, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
        return session;
    }

    /** The message that answers a request, whether it came as JSON or as an event. */
    static JsonNode message(HttpResponse<String> response) {
        return message(response.body());
    }

    static JsonNode message(String body) {
        String json = body.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .findFirst()
                .orElse(body);
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
            + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";

    @Override
    public void close() {
        listener.close();
        tools.close();
    }
}
