package dev.holdfast.http;

import dev.holdfast.agent.Authenticator;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.mcp.HttpTransports;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves MCP on a network port: each request is held to Host and Origin, to its sender's token and to that sender's
 * limits before it reaches the transport. Thread-safe.
 */
public final class Listener implements AutoCloseable {

    private static final long CERTIFICATE_SECONDS = 5;
    private static final List<String> METADATA =
            List.of(Metadata.JWKS, Metadata.RESOURCE, Metadata.RESOURCE + HttpTransports.STREAMABLE);

    private final HttpSettings settings;
    private final HttpTransports transports;
    private final Drain drain = new Drain();
    private final Javalin javalin;
    private volatile int port;
    private final @Nullable Certificate certificate;
    private final @Nullable ScheduledExecutorService refreshing;

    /**
     * What the listener serves and asks.
     *
     * @param transports closed with the listener
     * @param authenticator tells who holds a token
     * @param audit takes a row for each token that is refused
     * @param keys gives the JWK set of our own tokens
     * @param issuers the authorization servers whose tokens are accepted too
     * @param routes what is served beside MCP
     * @param watch is told of each request
     */
    public record Parts(
            HttpTransports transports,
            Authenticator authenticator,
            AuditLog audit,
            Supplier<byte[]> keys,
            List<String> issuers,
            List<Route> routes,
            Watch watch) {}

    private Listener(HttpSettings settings, Parts parts) {
        this.settings = settings;
        this.transports = parts.transports();
        HttpSettings.Tls tls = settings.tls();
        this.certificate = tls == null ? null : new Certificate(tls);
        this.refreshing = certificate == null ? null : refreshing(certificate);
        this.javalin = Javalin.create(config -> configure(config, parts));
    }

    /**
     * Binds the address and serves.
     *
     * @throws IllegalArgumentException when the TLS files hold nothing that can be used
     * @throws IllegalStateException when the address cannot be bound
     */
    public static Listener start(HttpSettings settings, Parts parts) {
        Listener listener = new Listener(settings, parts);
        try {
            listener.javalin.start();
            listener.port = listener.javalin.port();
            return listener;
        } catch (RuntimeException e) {
            listener.close();
            throw new IllegalStateException("the address cannot be bound");
        }
    }

    private static ScheduledExecutorService refreshing(Certificate certificate) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "tls-files");
            daemon.setDaemon(true);
            return daemon;
        });
        var unused = thread.scheduleWithFixedDelay(
                certificate::refresh, CERTIFICATE_SECONDS, CERTIFICATE_SECONDS, TimeUnit.SECONDS);
        return thread;
    }

    private void configure(JavalinConfig config, Parts parts) {
        Bearer bearer = new Bearer(parts.authenticator(), parts.audit(), settings);
        new Routing(bearer, settings.limits().body()).add(config.routes, parts.routes());
        config.http.prefer405over404 = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.modifyHttpConfiguration(this::limit);
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new ErrorPage());
            server.setStopTimeout(0); // Waiting is the drain's.
        });
        config.jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(new ErrorPage());
            serve(context, parts, bearer);
        });
    }

    private void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(settings.limits().header());
        http.setHeaderCacheSize(
                0); // It would keep tokens as long as the connection, and finds them more slowly than it reads them.
        http.setIdleTimeout(settings.limits().idle().toMillis());
    }

    private Connector connector(Server server, HttpConfiguration http) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = certificate == null
                ? new ServerConnector(server, plain)
                : new ServerConnector(
                        server, new SslConnectionFactory(certificate.factory(), plain.getProtocol()), plain);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.limits().idle().toMillis());
        return connector;
    }

    private void serve(ServletContextHandler context, Parts parts, Bearer bearer) {
        filter(context, new Watching(parts.watch()), "/*");
        filter(context, new CallersId(), "/*");
        filter(context, new OriginCheck(settings), "/*");
        filter(context, drain, "/*");
        methods(context);
        Sessions sessions = new Sessions(settings.limits());
        for (String path : List.of(HttpTransports.STREAMABLE, HttpTransports.SSE, HttpTransports.SSE_MESSAGES)) {
            filter(context, bearer, path);
            filter(context, sessions, path);
        }
        filter(context, new ErrorScrubber(), "/*");
        servlet(context, transports.streamable(), HttpTransports.STREAMABLE);
        servlet(context, transports.sse(), HttpTransports.SSE);
        context.getServletHandler()
                .getServletMapping(HttpTransports.SSE)
                .setPathSpecs(new String[] {HttpTransports.SSE, HttpTransports.SSE_MESSAGES});
        Metadata metadata = new Metadata(settings, parts.keys(), parts.issuers());
        for (String path : METADATA) {
            servlet(context, metadata, path);
        }
    }

    private static void methods(ServletContextHandler context) {
        filter(context, new Methods("GET", "POST", "DELETE"), HttpTransports.STREAMABLE);
        filter(context, new Methods("GET", "POST"), HttpTransports.SSE);
        filter(context, new Methods("GET", "POST"), HttpTransports.SSE_MESSAGES);
        METADATA.forEach(path -> filter(context, new Methods("GET", "HEAD"), path));
    }

    private static void filter(ServletContextHandler context, Filter filter, String path) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, path, EnumSet.of(DispatcherType.REQUEST));
    }

    private static void servlet(ServletContextHandler context, HttpServlet servlet, String path) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, path);
    }

    /** Takes a certificate that has changed at once. */
    void refreshCertificate() {
        if (certificate != null) {
            certificate.refresh();
        }
    }

    /** The port that was bound. */
    public int port() {
        return port;
    }

    /**
     * Stops: refuses what comes, finishes what is under way as long as the limit says, ends the sessions, closes the port.
     *
     * @return whether all that was under way came to its end
     */
    public boolean stop() {
        boolean whole = drain.await(settings.limits().stop());
        close();
        return whole;
    }

    /** Ends at once what is under way. */
    @Override
    public void close() {
        if (refreshing != null) {
            refreshing.shutdownNow();
        }
        transports.close();
        javalin.stop();
    }
}
