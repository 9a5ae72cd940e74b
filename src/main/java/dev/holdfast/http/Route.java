package dev.holdfast.http;

/**
 * Something that is served beside MCP.
 *
 * @param method of HTTP, in capitals
 * @param path with parameters in braces, such as {@code /services/{name}}
 * @param guarded whether only the holder of a token may ask
 * @param handler answers it
 */
public record Route(String method, String path, boolean guarded, Handler handler) {

    /** Answers a request; whatever it throws becomes an error of fixed words. */
    public interface Handler {
        Reply answer(Request request);
    }

    /** A route for the holders of tokens. */
    public static Route guarded(String method, String path, Handler handler) {
        return new Route(method, path, true, handler);
    }

    /** A route for everybody. */
    public static Route open(String method, String path, Handler handler) {
        return new Route(method, path, false, handler);
    }
}
