package dev.holdfast.http;

/**
 * Something that is served beside MCP.
 *
 * @param method of HTTP, in capitals
 * @param path with parameters in braces, such as {@code /services/{name}}
 * @param guard who may ask
 * @param handler answers it
 */
public record Route(String method, String path, Guard guard, Handler handler) {

    /** Who may ask. */
    public enum Guard {
        /** The holder of a token, which stands in the header. */
        TOKEN,
        /** The holder of a token in the header; without one whoever the handler recognises by what was sent. */
        TOKEN_OR_OWN,
        /** Everybody, or whoever the handler recognises. */
        NONE
    }

    /** Answers a request; whatever it throws becomes an error of fixed words. */
    public interface Handler {
        Reply answer(Request request);
    }

    /** A route for the holders of tokens. */
    public static Route guarded(String method, String path, Handler handler) {
        return new Route(method, path, Guard.TOKEN, handler);
    }

    /** A route for everybody. */
    public static Route open(String method, String path, Handler handler) {
        return new Route(method, path, Guard.NONE, handler);
    }

    /** Whether nobody may ask without a token in the header. */
    public boolean guarded() {
        return guard == Guard.TOKEN;
    }
}
