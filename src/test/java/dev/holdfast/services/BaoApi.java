package dev.holdfast.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** OpenBao's HTTP interface, asked by the JDK's client. Thread-safe. */
final class BaoApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final URI address;
    private final Supplier<String> token;
    private final HttpClient client;

    BaoApi(URI address, Supplier<String> token, @Nullable SSLContext tls) {
        this.address = address;
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /**
     * The reply to a request; a missing node when there is nothing at the path (404), or nothing in the reply.
     *
     * @param path what follows {@code /v1/}
     * @param body JSON, or null for none
     * @throws IllegalStateException with status and errors, for each other status from 400 on
     */
    JsonNode call(String method, String path, @Nullable String body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() >= 400 && response.statusCode() != 404) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " "
                    + tree(response).path("errors"));
        }
        return response.statusCode() == 404 ? MissingNode.getInstance() : tree(response);
    }

    /** The status alone, or 0 when there is no server that answers. */
    int status(String method, String path, @Nullable String body) {
        try {
            return send(method, path, body).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** A text as JSON. */
    static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/" + path))
                .header("X-Vault-Token", token.get())
                .timeout(LONGEST)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode tree(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
