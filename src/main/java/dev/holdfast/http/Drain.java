package dev.holdfast.http;

import dev.holdfast.access.Reason;
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
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Counts what is under way, so that a stop can wait for it; from then on new requests are told to go elsewhere.
 *
 * <p>A stream that a client listens on is not waited for: it has no end of its own. Thread-safe.
 */
final class Drain implements Filter {

    private final Phaser underWay = new Phaser(1);
    private volatile boolean stopping;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (listens((HttpServletRequest) request)) {
            chain.doFilter(request, response);
            return;
        }
        underWay.register();
        Ending ending = new Ending(underWay::arriveAndDeregister);
        if (stopping) {
            try {
                HttpServletResponse refused = (HttpServletResponse) response;
                refused.setHeader("Retry-After", "1");
                Answer.refuse(refused, 503, Reason.STORE_UNAVAILABLE, Answer.words(503));
                refused.flushBuffer();
            } finally {
                ending.now();
            }
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            ending.follow(request);
        }
    }

    static boolean listens(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean stream = path.equals(HttpTransports.STREAMABLE) || path.equals(HttpTransports.SSE);
        return stream && request.getMethod().equals("GET");
    }

    /** Refuses what comes, and waits for what is under way; whether all of it came to its end in time. */
    boolean await(Duration most) {
        stopping = true;
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
