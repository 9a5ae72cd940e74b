package dev.holdfast.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a {@link Route} answers: a status, headers, and a body that is written when everything else was decided. */
public final class Reply {

    private final int status;
    private final String type;
    private final Body body;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean streamed;

    private Reply(int status, String type, Body body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    /** Writes a body. Closed after that, or when it is not written after all. */
    public interface Body extends AutoCloseable {

        void writeTo(OutputStream out) throws IOException;

        @Override
        default void close() {}
    }

    /** A document of JSON. */
    public static Reply json(int status, Body body) {
        return new Reply(status, "application/json", body);
    }

    /** The same with a header more. */
    public Reply with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The same, sent as it is written: for what has no bound. */
    public Reply streamed() {
        streamed = true;
        return this;
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    Body body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean isStreamed() {
        return streamed;
    }
}
