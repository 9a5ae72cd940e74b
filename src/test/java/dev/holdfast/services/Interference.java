package dev.holdfast.services;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A relay between a client and a server that does, request by request, what a bad network does.
 *
 * <p>It knows no protocol. A request is what a client sends until the server answers; the answer is what comes then,
 * until the client sends again. What happens to both is settled when the first bytes of the request arrive: a
 * connection that was opened before the mode was changed is treated like a new one. The greeting of a protocol is a
 * request too, so over TLS or PostgreSQL's protocol a mode for "the next" is set once the connection stands, or by a
 * text that only the request has.
 *
 * <p>Thread-safe.
 */
public final class Interference implements AutoCloseable {

    /** What happens to a request and its answer. */
    public enum Mode {
        /** Both arrive. */
        PASS,
        /** A new connection is closed at once, an older one when its next request begins. */
        REFUSE,
        /** The request does not reach the server; the connection is closed. */
        CUT_REQUEST,
        /** The request reaches the server; when it answers, the connection is closed instead. */
        CUT_ANSWER,
        /** The request reaches the server; of its answer nothing arrives, and the connection stays open. */
        WITHHOLD_ANSWER,
        /** The request does not reach the server, and the connection stays open. */
        SILENT,
        /** The answer arrives at one byte a second. */
        DRIP,
        /** The answer arrives 5 s late. */
        DELAY,
        /** Half of the answer arrives, then the connection is closed. */
        CUT_BODY,
        /** The request does not reach the server, and is answered by {@link #answer what the relay was told}. */
        ANSWER
    }

    private final InetSocketAddress upstream;
    private final ServerSocket listener;
    private final InterferencePlan plan = new InterferencePlan();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "interference");
        thread.setDaemon(true);
        return thread;
    });

    private Interference(InetSocketAddress upstream) throws IOException {
        this.upstream = upstream;
        this.listener = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
    }

    /** A relay to this address, which need not be listened on yet; it lets everything pass. */
    public static Interference before(InetSocketAddress upstream) {
        try {
            Interference made = new Interference(upstream);
            made.threads.execute(made::accept);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Treats all requests so from now on; what was planned for the next ones is forgotten. */
    public void mode(Mode mode) {
        plan.always(mode);
    }

    /** Answers all requests so from now on, whatever they ask. */
    public void answer(String answer) {
        plan.answer(answer);
        plan.always(Mode.ANSWER);
    }

    /** Treats the next requests so, and those after them as {@link #mode} says. */
    public void next(int requests, Mode mode) {
        next(requests, mode, "");
    }

    /**
     * Treats the next requests so whose first bytes contain the text.
     *
     * @param text such as {@code POST /v1/kv/data/}, in ISO-8859-1; an empty one stands in each request
     */
    public void next(int requests, Mode mode, String text) {
        plan.next(requests, mode, text);
    }

    /** How many of the planned next requests have not come yet. */
    public int outstanding() {
        return plan.outstanding();
    }

    /** Breaks off all connections; new ones may be made. */
    public void cutAll() {
        open.forEach(Interference::closeQuietly);
    }

    /** Breaks off all connections and ends all threads. */
    @Override
    public void close() {
        closeQuietly(listener);
        cutAll();
        threads.shutdownNow();
        cutAll();
        try {
            if (!threads.awaitTermination(Await.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("A thread of the relay does not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                if (plan.refusesConnection()) {
                    closeQuietly(client);
                } else {
                    new InterferedConnection(client, upstream, plan, open).start(threads);
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // Nobody is left to tell.
        }
    }
}
