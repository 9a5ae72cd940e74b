package dev.holdfast.http;

import dev.holdfast.access.Reason;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the metrics on a port of their own, so that it can be closed to those who call: {@code GET /metrics} alone, without
 * a token, and only for requests that name this server. Thread-safe.
 */
public final class MetricsListener implements AutoCloseable {

    /** Where they are. */
    public static final String PATH = "/metrics";

    private static final int THREADS = 6;
    private static final int HEADER = 8192;
    private static final int IDLE_MILLIS = 10_000;

    private final Server server;
    private final ServerConnector connector;

    private MetricsListener(HttpSettings settings, Supplier<String> page) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("metrics");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(new ErrorPage());
        server.setStopTimeout(0);
        ServletContextHandler context = new ServletContextHandler();
        context.setErrorHandler(new ErrorPage());
        context.addFilter(new FilterHolder(new OriginCheck(settings)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new PageServlet(page)), PATH);
        server.setHandler(context);
    }

    /**
     * Binds the address and serves.
     *
     * @param settings the address, and the names that {@code Host} may have
     * @param page gives the text
     * @throws IllegalStateException when the address cannot be bound
     */
    public static MetricsListener start(HttpSettings settings, Supplier<String> page) {
        MetricsListener listener = new MetricsListener(settings, page);
        try {
            listener.server.start();
            return listener;
        } catch (Exception e) {
            listener.close();
            throw new IllegalStateException("the address cannot be bound");
        }
    }

    /** The port that was bound. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // The process ends, or does without.
        }
    }

    private static final class PageServlet extends HttpServlet {

        private static final long serialVersionUID = 1;

        private final transient Supplier<String> page;

        PageServlet(Supplier<String> page) {
            this.page = page;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (!request.getMethod().equals("GET")) {
                response.setHeader("Allow", "GET");
                Answer.refuse(response, 405, Reason.INVALID_ARGUMENT, Answer.words(405));
                return;
            }
            byte[] body = page.get().getBytes(StandardCharsets.UTF_8);
            response.setContentType("text/plain; version=0.0.4; charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
