package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What the server answered to a request that it understood: done, not there, or a version conflict.
 *
 * <p>A class and not a record: the body holds values, and is in no {@code toString}.
 */
final class Answer {

    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;

    private final int status;
    private final JsonNode body;
    private final @Nullable String date;
    private final @Nullable Duration retryAfter;

    Answer(int status, @Nullable JsonNode body, @Nullable String date, @Nullable Duration retryAfter) {
        this.status = status;
        this.body = body == null ? MissingNode.getInstance() : body;
        this.date = date;
        this.retryAfter = retryAfter;
    }

    /** Whether the request was carried out; false when there is nothing at the path. */
    boolean found() {
        return status / 100 == 2;
    }

    /** Whether a write was refused since its check-and-set version was not the current one. */
    boolean conflict() {
        return status == BAD_REQUEST && says("check-and-set parameter did not match");
    }

    /** Whether there is nothing at the path; the {@link #body} of a deleted version still has its metadata. */
    boolean missing() {
        return status == NOT_FOUND;
    }

    /** The whole answer; a missing node when it had no body. */
    JsonNode body() {
        return body;
    }

    /** The part that the server put under {@code data}; a missing node when there is none. */
    JsonNode data() {
        return body.path("data");
    }

    /** The server's clock when it answered, to the second; null when it did not say. */
    @Nullable
    Instant serverTime() {
        // Read when it is asked for: few ask, and parsing it costs as much as the rest of the headers.
        try {
            return date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** How long the server asks to wait; null when it does not say. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    int status() {
        return status;
    }

    /** Whether one of the server's errors has these words; they are looked at, and never passed on. */
    boolean says(String words) {
        for (JsonNode error : body.path("errors")) {
            if (error.asText().contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server gave any error at all: an empty list is how it says that nothing is there. */
    boolean complains() {
        return !body.path("errors").isEmpty();
    }

    /** The status alone. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
