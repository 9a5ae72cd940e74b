package dev.holdfast.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that has each connection its own way, for what no HTTP server does. */
final class RawServer implements AutoCloseable {

    /** Has a connection whose request was read up to its end of headers; it is closed afterwards. */
    interface Manner {
        void have(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Manner manner;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    RawServer(Manner manner) {
        this.manner = manner;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    static Manner writing(String text) {
        return socket -> {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        };
    }

    /** Closing with lingering off sends a reset. */
    static Manner reset() {
        return socket -> socket.setSoLinger(true, 0);
    }

    /** Says nothing, or no more, until the other side gives up. */
    static Manner writingAndWaiting(String text) {
        return socket -> {
            writing(text).have(socket);
            while (socket.getInputStream().read() >= 0) {
                // What comes is of no interest.
            }
        };
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> have(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void have(Socket socket) {
        try (socket) {
            skipRequest(socket.getInputStream());
            manner.have(socket);
        } catch (IOException e) {
            // The client went away, as it may.
        }
    }

    private static void skipRequest(InputStream in) throws IOException {
        int ends = 0;
        for (int read = in.read(); read >= 0 && ends < 4; read = ends < 4 ? in.read() : -1) {
            ends = read == "\r\n\r\n".charAt(ends) ? ends + 1 : 0;
            if (ends == 4) {
                return;
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
