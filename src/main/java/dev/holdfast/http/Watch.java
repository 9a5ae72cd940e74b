package dev.holdfast.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told of each request that came to its end. Called by many threads at once; throws nothing. */
public interface Watch {

    /** Looks at nothing. */
    Watch NONE = answered -> {};

    void answered(Answered answered);

    /**
     * A request that came to its end.
     *
     * @param service the registered service that sent it, or null for anyone else
     * @param route the template of the route, never the path that was sent; null where nothing is served
     * @param status of HTTP
     * @param took null for a stream that a client listens on, which lasts as long as the client wants
     */
    record Answered(
            @Nullable String service,
            @Nullable String route,
            int status,
            @Nullable Duration took) {}
}
