package dev.holdfast.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A client of the older transport: a stream that answers come by, and an address that messages are sent to. */
final class SseClient implements AutoCloseable {

    private final HttpWorld world;
    private final String token;
    private final BufferedReader events;
    final URI messages;

    private SseClient(HttpWorld world, String token, InputStream stream) {
        this.world = world;
        this.token = token;
        this.events = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.messages = world.address(data());
    }

    static SseClient open(HttpWorld world, String token) {
        HttpRequest request = HttpRequest.newBuilder(world.address("/sse"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        try {
            HttpResponse<InputStream> stream =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (stream.statusCode() != 200) {
                throw new AssertionError("not opened: " + stream.statusCode());
            }
            return new SseClient(world, token, stream.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the next event says. */
    private String data() {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.startsWith("data:")) {
                    return line.substring(5).strip();
                }
            }
            throw new AssertionError("the stream has ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> send(String message) {
        return world.send(HttpRequest.newBuilder(messages)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message)));
    }

    JsonNode ask(String message) {
        HttpResponse<String> taken = send(message);
        if (taken.statusCode() / 100 != 2) {
            throw new AssertionError("not taken: " + taken.statusCode() + " " + taken.body());
        }
        return HttpWorld.message(data());
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
