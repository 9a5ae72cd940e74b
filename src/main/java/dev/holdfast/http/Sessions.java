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
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds each session to whoever opened it, and each caller to so many sessions.
 *
 * <p>To others a session is not there. A session only carries the protocol: what a call may do is found out from the token
 * of its own request. Thread-safe.
 */
final class Sessions implements Filter {

    private static final String ID = "Mcp-Session-Id";
    private static final Pattern ENDPOINT =
            Pattern.compile(Pattern.quote(HttpTransports.SSE_SESSION) + "=([A-Za-z0-9-]{1,64})");

    private final Duration idle;
    private final int most;
    private final Map<String, Session> open = new ConcurrentHashMap<>();

    Sessions(HttpSettings.Limits limits) {
        idle = limits.session();
        most = limits.sessions();
    }

    /** A session: whose it is, and when it was used last. */
    private static final class Session {

        private final String owner;
        private volatile long used = System.nanoTime();
        private final AtomicInteger streams = new AtomicInteger();

        Session(String owner) {
            this.owner = owner;
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        String caller = String.valueOf(asked.getAttribute(Bearer.CALLER));
        String id = id(asked);
        if (id == null) {
            opening(asked, answer, chain, caller);
            return;
        }
        Session session = open.get(id);
        if (session == null || !session.owner.equals(caller)) {
            Answer.refuse(answer, 404, Reason.NOT_FOUND, Answer.words(404));
            return;
        }
        session.used = System.nanoTime();
        session.streams.incrementAndGet();
        Ending ending = new Ending(() -> {
            session.streams.decrementAndGet();
            session.used = System.nanoTime();
        });
        try {
            chain.doFilter(request, response);
        } finally {
            ending.follow(request);
        }
        if (answer.getStatus() == 404 || asked.getMethod().equals("DELETE")) {
            open.remove(id);
        }
    }

    private static @Nullable String id(HttpServletRequest request) {
        return request.getServletPath().startsWith(HttpTransports.SSE)
                ? request.getParameter(HttpTransports.SSE_SESSION)
                : request.getHeader(ID);
    }

    private void opening(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String caller)
            throws IOException, ServletException {
        if (full(caller)) {
            response.setHeader("Retry-After", "60");
            Answer.refuse(
                    response,
                    429,
                    Reason.RATE_LIMITED,
                    "More sessions than this server takes of one caller. End those that are not used (DELETE), then call"
                            + " again.");
            return;
        }
        Opening opening = new Opening(response, caller);
        Ending ending = new Ending(opening::streamEnded);
        try {
            chain.doFilter(request, opening);
        } finally {
            ending.follow(request);
        }
    }

    private boolean full(String caller) {
        long now = System.nanoTime();
        open.values().removeIf(session -> session.streams.get() == 0 && now - session.used > 2 * idle.toNanos());
        return open.values().stream()
                        .filter(session -> session.owner.equals(caller))
                        .count()
                >= most;
    }

    /** Notes the id under which the transport opens a session: in a header, or in the first event of a stream. */
    private final class Opening extends HttpServletResponseWrapper {

        private final String caller;
        private volatile @Nullable String stream;

        Opening(HttpServletResponse response, String caller) {
            super(response);
            this.caller = caller;
        }

        /** A session of SSE lives as long as its stream. */
        void streamEnded() {
            String id = stream;
            if (id != null) {
                open.remove(id);
            }
        }

        @Override
        public void setHeader(String name, String value) {
            if (name.equalsIgnoreCase(ID)) {
                open.put(value, new Session(caller));
            }
            super.setHeader(name, value);
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            return new PrintWriter(super.getWriter()) {
                @Override
                public void write(String text, int offset, int length) {
                    Matcher endpoint = ENDPOINT.matcher(text);
                    if (endpoint.find()) {
                        Session session = new Session(caller);
                        session.streams.incrementAndGet();
                        open.put(endpoint.group(1), session);
                        stream = endpoint.group(1);
                    }
                    super.write(text, offset, length);
                }
            };
        }
    }
}
