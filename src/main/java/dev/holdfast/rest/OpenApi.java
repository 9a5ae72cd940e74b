package dev.holdfast.rest;

import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The document that describes all routes, for programs that make clients and tests of it. */
final class OpenApi {

    private static final String FILE = "openapi.json";

    private OpenApi() {}

    static List<Route> routes() {
        return List.of(Route.open("GET", "/" + FILE, OpenApi::answer));
    }

    private static Reply answer(Request request) {
        byte[] document = document();
        return Reply.json(200, out -> out.write(document));
    }

    private static byte[] document() {
        try (InputStream file = Objects.requireNonNull(OpenApi.class.getResourceAsStream(FILE))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
