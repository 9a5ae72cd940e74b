package dev.holdfast.http;

import dev.holdfast.access.RequestId;
import dev.holdfast.mcp.HttpTransports;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what became of each request, to the metrics and, of REST, to the log: by the template of its route and the names of
 * registered services, so that nothing a caller wrote is told.
 */
final class Watching implements Filter {

    /** The attribute with the template of the route. */
    static final String ROUTE = "dev.holdfast.route";

    /** The attribute with the name of the registered service that calls. */
    static final String SERVICE = "dev.holdfast.service";

    /** The attribute with our id of the request. */
    static final String REQUEST = "dev.holdfast.request";

    private static final Logger LOG = LoggerFactory.getLogger("dev.holdfast.http.Access");
    private static final Set<String> FIXED = Set.of(
            HttpTransports.STREAMABLE,
            HttpTransports.SSE,
            HttpTransports.SSE_MESSAGES,
            Metadata.JWKS,
            Metadata.RESOURCE,
            Metadata.RESOURCE + HttpTransports.STREAMABLE);

    private final Watch watch;

    Watching(Watch watch) {
        this.watch = watch;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        boolean listens = Drain.listens(asked);
        String fixed = FIXED.contains(asked.getRequestURI()) ? asked.getRequestURI() : null;
        long begin = System.nanoTime();
        Ending ending = new Ending(() -> {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            tell(asked, answer, fixed, took, listens);
        });
        try {
            chain.doFilter(request, response);
        } finally {
            ending.follow(request);
        }
    }

    private void tell(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable String fixed,
            Duration took,
            boolean listens) {
        String route = text(request, ROUTE);
        String service = text(request, SERVICE);
        int status = response.getStatus();
        watch.answered(new Watch.Answered(service, route == null ? fixed : route, status, listens ? null : took));
        if (route != null && LOG.isInfoEnabled()) {
            String id = text(request, REQUEST);
            // Never what the answer says: that may be the caller's own.
            try (RequestId told = RequestId.enter(id == null ? "-" : id)) {
                LOG.info(
                        "request_id={} service={} route={} status={} ms={}",
                        RequestId.current(),
                        service == null ? "-" : service,
                        route,
                        status,
                        took.toMillis());
            }
        }
    }

    private static @Nullable String text(HttpServletRequest request, String attribute) {
        return request.getAttribute(attribute) instanceof String text ? text : null;
    }
}
