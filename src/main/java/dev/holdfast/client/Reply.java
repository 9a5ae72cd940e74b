package dev.holdfast.client;

import java.net.http.HttpHeaders;
import java.util.Arrays;

/** An answer of the service; its body may hold values and is wiped on close. */
final class Reply implements AutoCloseable {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Reply(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** The bytes themselves, not a copy. */
    byte[] body() {
        return body;
    }

    @Override
    public void close() {
        Arrays.fill(body, (byte) 0);
    }
}
