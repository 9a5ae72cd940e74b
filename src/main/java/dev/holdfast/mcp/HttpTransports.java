package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Call;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * MCP over HTTP, as servlets: Streamable HTTP, and the older SSE for clients that know nothing else.
 *
 * <p>They check neither Host nor Origin nor who is calling. Whoever serves them does, and leaves with each request, as the
 * attribute {@link #CALLS}, what makes a call of the one who sent it; a request without is nobody's. Thread-safe.
 */
@SuppressWarnings("deprecation") // SSE: older clients speak nothing else, and this is the one place that knows it.
public final class HttpTransports implements AutoCloseable {

    /** The attribute of a request that holds a {@code Supplier<Call>}. */
    public static final String CALLS = "dev.holdfast.calls";

    /** Where Streamable HTTP is served. */
    public static final String STREAMABLE = "/mcp";

    /** Where a client of SSE opens its stream. */
    public static final String SSE = "/sse";

    /** Where a client of SSE sends its messages. */
    public static final String SSE_MESSAGES = "/sse/message";

    /** The parameter by which the messages of SSE name their session. */
    public static final String SSE_SESSION = HttpServletSseServerTransportProvider.SESSION_ID;

    private final HttpServletStreamableServerTransportProvider streamable;
    private final HttpServletSseServerTransportProvider sse;
    private final List<McpSyncServer> servers;

    /**
     * @param services gives what the tools work with, or throws a {@link dev.holdfast.access.Refusal}
     * @param mostBytes of a request's body
     * @param idle after so long without a request or an open stream a session ends
     */
    public HttpTransports(
            Supplier<Services> services, ObjectMapper mapper, String version, int mostBytes, Duration idle) {
        this(
                mapper,
                mostBytes,
                idle,
                transport -> HoldfastServer.on(transport, services, mapper, version),
                transport -> HoldfastServer.on(transport, services, mapper, version));
    }

    /** The same for servers of any kind. */
    HttpTransports(
            ObjectMapper mapper,
            int mostBytes,
            Duration idle,
            Function<McpStreamableServerTransportProvider, McpSyncServer> overStreamable,
            Function<McpServerTransportProvider, McpSyncServer> overSse) {
        streamable = streamable(mapper, mostBytes, idle);
        sse = sse(mapper, mostBytes);
        servers = List.of(overStreamable.apply(streamable), overSse.apply(sse));
    }

    private static HttpServletStreamableServerTransportProvider streamable(
            ObjectMapper mapper, int mostBytes, Duration idle) {
        return HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(new HttpJson(mapper))
                .mcpEndpoint(STREAMABLE)
                .contextExtractor(HttpTransports::context)
                .maxRequestSize(mostBytes)
                .sessionSweepInterval(idle)
                .build();
    }

    private static HttpServletSseServerTransportProvider sse(ObjectMapper mapper, int mostBytes) {
        return HttpServletSseServerTransportProvider.builder()
                .jsonMapper(new HttpJson(mapper))
                .sseEndpoint(SSE)
                .messageEndpoint(SSE_MESSAGES)
                .contextExtractor(HttpTransports::context)
                .maxRequestSize(mostBytes)
                .build();
    }

    private static McpTransportContext context(HttpServletRequest request) {
        Object calls = request.getAttribute(CALLS);
        return calls == null ? McpTransportContext.EMPTY : McpTransportContext.create(Map.of(CALLS, calls));
    }

    /** What makes the call of a request: that of who sent it, else the process's own. */
    @SuppressWarnings("unchecked") // Put there by context alone.
    static Supplier<Call> calls(McpTransportContext context, Supplier<Call> own) {
        Object calls = context.get(CALLS);
        return calls == null ? own : (Supplier<Call>) calls;
    }

    /** The servlet for {@link #STREAMABLE}. */
    public HttpServlet streamable() {
        return streamable;
    }

    /** The servlet for {@link #SSE} and {@link #SSE_MESSAGES}. */
    public HttpServlet sse() {
        return sse;
    }

    /** Ends all sessions, after what they have under way. */
    @Override
    public void close() {
        servers.forEach(McpSyncServer::closeGracefully);
    }
}
