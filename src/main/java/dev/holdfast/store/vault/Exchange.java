package dev.holdfast.store.vault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;

/**
 * Sends one request and reads its answer, on the JDK's client itself: what the store does most takes no way around.
 *
 * <p>The same settings, limits and fixed headers as {@link Transport}, which spring-vault logs in through. Thread-safe.
 */
final class Exchange {

    private final Transport transport;
    private final TimeLimit limit;

    Exchange(Transport transport, TimeLimit limit) {
        this.transport = transport;
        this.limit = limit;
    }

    /**
     * One request and its answer, whatever its status.
     *
     * @param body what is sent, wiped by the caller; empty for nothing
     * @param type of the body
     * @throws Failure when there was no answer, or one that is no JSON though it should be
     */
    Answer send(String method, URI uri, String token, byte[] body, String type) {
        HttpClient client = transport.client();
        Duration left = limit.leftToSend();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(left)
                .method(method, publisher(body))
                .header("X-Vault-Token", token);
        transport.headers().forEach(request::header);
        if (body.length > 0) {
            request.header("Content-Type", type);
        }
        try {
            return read(client.send(request.build(), head -> new LimitedBody(Answers.MAX_BYTES, left)));
        } catch (IOException e) {
            throw limit.isOver() ? Failure.of(Fault.TIME_LIMIT) : NetFaults.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Fault.CUT);
        }
    }

    private static HttpRequest.BodyPublisher publisher(byte[] body) {
        return body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
    }

    private static Answer read(HttpResponse<byte[]> response) {
        byte[] bytes = response.body();
        try {
            return Answers.read(
                    response.statusCode(),
                    bytes,
                    name -> response.headers().firstValue(name).orElse(null));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
