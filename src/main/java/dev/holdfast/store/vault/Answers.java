package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

/** Reads answers off the wire: at most 16 MiB, JSON, and no String of the whole. */
final class Answers {

    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /**
     * Reads an answer to its end.
     *
     * @throws Failure when it is too large, or good and no JSON
     */
    static Answer read(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        byte[] bytes = body(response);
        try {
            JsonNode body = bytes.length == 0 ? null : JSON.readTree(bytes);
            return answer(status, body, response.getHeaders());
        } catch (IOException e) {
            // An error page is no JSON, and its status says enough.
            if (status / 100 == 5 || status / 100 == 3 || status == 429) {
                return answer(status, null, response.getHeaders());
            }
            throw Failure.of(Fault.NOT_VAULT);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] body(ClientHttpResponse response) throws IOException {
        try (InputStream in = response.getBody()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Failure.of(Fault.TOO_LARGE);
            }
            return bytes;
        }
    }

    /** An answer whose body counts only if it is JSON. */
    static Answer lenient(int status, byte[] bytes, @Nullable HttpHeaders headers) {
        HttpHeaders given = headers == null ? new HttpHeaders() : headers;
        try {
            return answer(status, JSON.readTree(bytes), given);
        } catch (IOException e) {
            return answer(status, null, given);
        }
    }

    private static Answer answer(int status, @Nullable JsonNode body, HttpHeaders headers) {
        return new Answer(status, body, headers, retryAfter(headers));
    }

    /** Seconds alone: neither Vault nor OpenBao sends a date. */
    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }
}
