package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * MCP over standard input and output: a message a line, calls side by side.
 *
 * <p>{@code initialize}, notifications and responses are handled in order by the reader, every other request by a worker of
 * its own. A line that is no message is answered, and the session goes on. At the end of the input what is under way is
 * answered before {@link #serve} returns. The SDK's own transport does none of these; {@code docs/decisions/0004} says more.
 */
public final class StdioTransport implements McpServerTransportProvider {

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

    private static final int LONGEST_LINE = 8 * 1024 * 1024;
    private static final int WORKERS = 16;

    /** How many bytes of requests may be under way; a reader that is ahead of its workers waits. */
    private static final int BYTES_UNDER_WAY = 2 * LONGEST_LINE;

    /** What the smallest request counts, so that many of them are bounded too. */
    private static final int LEAST_BYTES = 4096;

    private static final List<String> PROTOCOL_VERSIONS =
            List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private final LineReader in;
    private final OutputStream out;
    private final ObjectMapper mapper;
    private final JsonRpc rpc;
    private final Semaphore underWay = new Semaphore(BYTES_UNDER_WAY, true);
    private McpServerSession.@Nullable Factory factory;

    public StdioTransport(InputStream in, OutputStream out, ObjectMapper mapper) {
        this.in = new LineReader(in, LONGEST_LINE);
        this.out = out;
        this.mapper = mapper;
        this.rpc = new JsonRpc(mapper);
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory sessionFactory) {
        this.factory = sessionFactory;
    }

    /**
     * Serves the one session until the input ends and everything is answered.
     *
     * @param begun run once, when the first request after {@code initialize} is answered, as a rule {@code tools/list}
     * @throws IOException when the input cannot be read
     */
    public void serve(Runnable begun) throws IOException {
        if (factory == null) {
            throw new IllegalStateException("no server was built on this transport");
        }
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS, StdioTransport::daemon);
        CallOrder calls = new CallOrder(workers, HoldfastServer::writes);
        Handshake session = new Handshake(factory.create(new Outgoing()));
        AtomicBoolean answered = new AtomicBoolean();
        Runnable once = () -> {
            if (answered.compareAndSet(false, true)) {
                begun.run();
            }
        };
        try {
            for (byte[] line = in.next(); line != null; line = in.next()) {
                if (line == LineReader.TOO_LONG) {
                    send(JsonRpc.error(null, JsonRpc.INVALID_REQUEST));
                } else if (!blank(line)) {
                    accept(session, line, calls, once);
                }
            }
            underWay.acquireUninterruptibly(BYTES_UNDER_WAY);
        } finally {
            workers.shutdown();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mcp-worker");
        thread.setDaemon(true);
        return thread;
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private void accept(Handshake session, byte[] line, CallOrder calls, Runnable begun) {
        JSONRPCMessage message;
        try {
            message = rpc.read(line);
        } catch (JsonRpc.BadMessage e) {
            send(JsonRpc.error(e.id(), e.code()));
            return;
        } catch (RuntimeException e) {
            // Nothing that a client sends may end the session.
            LOG.error("unexpected {} in the reader", e.getClass().getName());
            send(JsonRpc.error(null, JsonRpc.INVALID_REQUEST));
            return;
        }
        if (message instanceof JSONRPCRequest request && !session.opens(request)) {
            session.begun();
            int cost = Math.min(Math.max(line.length, LEAST_BYTES), BYTES_UNDER_WAY);
            underWay.acquireUninterruptibly(cost);
            calls.run(request, () -> {
                try {
                    handle(session, JsonRpc.shaped(request));
                    begun.run();
                } finally {
                    underWay.release(cost);
                }
            });
        } else {
            session.seen(message);
            handle(session, message);
        }
    }

    private void handle(Handshake session, JSONRPCMessage message) {
        try {
            session.handle(message);
        } catch (RuntimeException e) {
            LOG.error("unexpected {} in the transport", e.getClass().getName());
            if (message instanceof JSONRPCRequest request) {
                send(JsonRpc.error(request.id(), -32603));
            }
        }
    }

    private void send(Object message) {
        try {
            byte[] bytes = rpc.write(message);
            synchronized (out) {
                out.write(bytes);
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            // The client is gone; the end of the input follows.
            LOG.debug("an answer could not be written");
        }
    }

    /** What the session sends: answers, with the words of errors replaced by ours. */
    private final class Outgoing implements McpServerTransport {

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.fromRunnable(() -> send(JsonRpc.scrubbed(message)));
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return mapper.convertValue(data, mapper.constructType(type.getType()));
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public List<String> protocolVersions() {
        return PROTOCOL_VERSIONS;
    }
}
