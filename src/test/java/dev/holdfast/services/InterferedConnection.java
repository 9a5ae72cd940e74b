package dev.holdfast.services;

import dev.holdfast.services.Interference.Mode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One connection through an {@link Interference}: a thread for each direction. */
final class InterferedConnection implements Closeable {

    private static final int DELAY_SECONDS = 5;
    private static final int CHUNK = 65_536;

    private final Socket client;
    private final Socket server = new Socket();
    private final InetSocketAddress upstream;
    private final InterferencePlan plan;
    private final Set<Closeable> open;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Whether the next bytes of the client begin a request; set by the answer's thread. */
    private volatile boolean answered = true;

    private volatile Mode mode = Mode.PASS;

    InterferedConnection(Socket client, InetSocketAddress upstream, InterferencePlan plan, Set<Closeable> open) {
        this.client = client;
        this.upstream = upstream;
        this.plan = plan;
        this.open = open;
    }

    void start(ExecutorService threads) {
        open.add(this);
        try {
            threads.execute(() -> relay(() -> requests(threads)));
        } catch (RejectedExecutionException e) {
            close();
        }
    }

    private interface Direction {
        void run() throws IOException, InterruptedException;
    }

    /** Either direction's end is the end of both. */
    private void relay(Direction direction) {
        try {
            direction.run();
        } catch (IOException | RejectedExecutionException e) {
            // One of the two is gone, which the other is told by the close; or the relay as a whole is.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void requests(ExecutorService threads) throws IOException {
        InputStream from = client.getInputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            if (answered) {
                mode = plan.forRequest(chunk, read);
                answered = false;
            }
            if (mode == Mode.REFUSE || mode == Mode.CUT_REQUEST) {
                return;
            }
            if (mode == Mode.ANSWER) {
                client.getOutputStream().write(plan.answer());
                answered = true;
            } else if (mode != Mode.SILENT) {
                connected(threads).write(chunk, 0, read);
            }
        }
    }

    /** The server, connected to when there is something to tell it. */
    private OutputStream connected(ExecutorService threads) throws IOException {
        if (!server.isConnected()) {
            server.connect(upstream);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            threads.execute(() -> relay(this::answers));
        }
        return server.getOutputStream();
    }

    private void answers() throws IOException, InterruptedException {
        InputStream from = server.getInputStream();
        OutputStream to = client.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            Mode treated = mode;
            if (treated == Mode.CUT_ANSWER) {
                return;
            }
            // Before the client has the bytes: its next request may follow at once.
            answered = treated != Mode.WITHHOLD_ANSWER;
            if (treated == Mode.CUT_BODY) {
                to.write(chunk, 0, read / 2);
                return;
            }
            if (treated == Mode.DELAY && closed.await(DELAY_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            if (treated == Mode.DRIP) {
                drip(chunk, read, to);
            } else if (treated != Mode.WITHHOLD_ANSWER) {
                to.write(chunk, 0, read);
            }
        }
    }

    private void drip(byte[] chunk, int length, OutputStream to) throws IOException, InterruptedException {
        for (int i = 0; i < length && !closed.await(1, TimeUnit.SECONDS); i++) {
            to.write(chunk[i]);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Interference.closeQuietly(client);
        Interference.closeQuietly(server);
        open.remove(this);
    }
}
