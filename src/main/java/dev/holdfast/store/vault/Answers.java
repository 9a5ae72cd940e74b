package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads answers off the wire: JSON, and no String of the whole. */
final class Answers {

    /** The most bytes that are read of an answer. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /**
     * Reads an answer.
     *
     * @param header gives a header's first value, or null
     * @throws Failure when it is good and no JSON
     */
    static Answer read(int status, byte[] bytes, Function<String, @Nullable String> header) {
        try {
            JsonNode body = bytes.length == 0 ? null : JSON.readTree(bytes);
            return answer(status, body, header);
        } catch (IOException e) {
            // An error page is no JSON, and its status says enough.
            if (status / 100 == 5 || status / 100 == 3 || status == 429) {
                return answer(status, null, header);
            }
            throw Failure.of(Fault.NOT_VAULT);
        }
    }

    /** An answer whose body counts only if it is JSON. */
    static Answer lenient(int status, byte[] bytes, Function<String, @Nullable String> header) {
        try {
            return answer(status, JSON.readTree(bytes), header);
        } catch (IOException e) {
            return answer(status, null, header);
        }
    }

    private static Answer answer(int status, @Nullable JsonNode body, Function<String, @Nullable String> header) {
        return new Answer(status, body, header.apply("Date"), seconds(header.apply("Retry-After")));
    }

    /** Seconds alone: neither Vault nor OpenBao sends a date. */
    private static @Nullable Duration seconds(@Nullable String text) {
        return text != null && text.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : null;
    }
}
