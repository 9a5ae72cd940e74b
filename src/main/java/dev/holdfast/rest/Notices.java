package dev.holdfast.rest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells services, at the address that they registered, that a key has changed; never its value.
 *
 * <p>All are told at once, and each has a few seconds to answer with a status of 200 to 299. Thread-safe.
 */
final class Notices {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(LONGEST)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Sends a notice.
     *
     * @param addresses by the names of the services
     * @return whether each took it, by name, in the same order
     */
    Map<String, Boolean> send(Map<String, String> addresses, byte[] body) {
        Map<String, CompletableFuture<Boolean>> sent = new LinkedHashMap<>();
        addresses.forEach((name, address) -> sent.put(name, send(address, body)));
        Map<String, Boolean> taken = new LinkedHashMap<>();
        sent.forEach((name, answer) -> taken.put(name, answer.join()));
        return taken;
    }

    private CompletableFuture<Boolean> send(String address, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS) // The request's own ends with the headers.
                .handle((answer, failed) -> failed == null && answer.statusCode() / 100 == 2);
    }
}
