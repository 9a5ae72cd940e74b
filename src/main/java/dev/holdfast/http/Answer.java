package dev.holdfast.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Reason;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The errors of the listener: fixed words by their kind, a code and a request id, and nothing of what was sent. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {}

    /** Answers with a refusal, unless something was sent already. */
    static void refuse(HttpServletResponse response, int status, Reason code, String words) throws IOException {
        refuse(response, status, code, words, UUID.randomUUID().toString());
    }

    static void refuse(HttpServletResponse response, int status, Reason code, String words, String requestId)
            throws IOException {
        // Its body may not have been read: the next request must not come behind it on the same connection.
        if (!response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
        error(response, status, code, words, requestId);
    }

    /** As {@link #refuse}, of a request whose body was read: the connection may go on. */
    static void error(HttpServletResponse response, int status, Reason code, String words, String requestId)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        send(response, status, body(code, words, requestId), requestId);
    }

    private static void send(HttpServletResponse response, int status, byte[] body, String requestId)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        if (!response.containsHeader(CallersId.HEADER)) {
            response.setHeader(CallersId.HEADER, requestId);
        }
        response.getOutputStream().write(body);
    }

    /**
     * A caller who has asked too often.
     *
     * @param service the caller's name, null when nobody knows who it is
     * @param limit requests in a minute
     * @param seconds how long to wait
     */
    record Limited(@Nullable String service, long limit, long seconds) {}

    /** Answers one request too many, in the form that a service's own limit has. */
    static void limited(HttpServletResponse response, Limited limited, String requestId) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("error", "Rate limit exceeded");
        body.put("code", Reason.RATE_LIMITED.name());
        body.put("service", limited.service());
        body.put("limit", limited.limit());
        body.put("window_seconds", 60);
        body.put("retry_after", limited.seconds());
        body.put("current_usage", limited.limit() + 1);
        body.put("request_id", requestId);
        response.setHeader("Connection", "close");
        response.setHeader("Retry-After", Long.toString(limited.seconds()));
        send(response, 429, JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8), requestId);
    }

    static byte[] body(Reason code, String words, String requestId) throws IOException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", words);
        body.put("code", code.name());
        body.put("request_id", requestId);
        return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    }

    /** What a status says of which nobody says more. */
    static String words(int status) {
        return switch (status) {
            case 400 -> "The request was not understood. Send it as the documentation of this server says.";
            case 404 -> "There is nothing here, or the session has ended: open a new one.";
            case 405 -> "This method is not served here.";
            case 406 -> "Accept must name application/json and text/event-stream.";
            case 413 -> "The body is larger than this server takes.";
            case 414, 431 -> "The address or the headers are longer than this server takes.";
            case 415 -> "Send the body as application/json.";
            case 501, 505 -> "This server speaks HTTP/1.1, and not what the request asks for.";
            case 503 -> "The server is stopping. Call again; another one may be there.";
            default ->
                status / 100 == 4
                        ? "The request was not accepted. Send it as the documentation of this server says."
                        : "Something went wrong inside Holdfast; this is a bug. Call again; if it stays so, report it with the"
                                + " request id.";
        };
    }

    static Reason code(int status) {
        return switch (status) {
            case 401 -> Reason.UNAUTHENTICATED;
            case 403 -> Reason.ACCESS_DENIED;
            case 404 -> Reason.NOT_FOUND;
            case 429 -> Reason.RATE_LIMITED;
            case 501, 505 -> Reason.INVALID_ARGUMENT;
            case 503 -> Reason.STORE_UNAVAILABLE;
            default -> status / 100 == 4 ? Reason.INVALID_ARGUMENT : Reason.INTERNAL;
        };
    }
}
