package dev.holdfast.services;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers what it hears, and keeps it; one connection after the other. */
final class Echo implements Closeable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final Thread thread = new Thread(this::serve, "echo");
    private volatile Socket served = new Socket();

    Echo() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    String heard() {
        return heard.toString(StandardCharsets.US_ASCII);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                served = client;
                // A connection that came in while the listener was being closed is none.
                if (!listener.isClosed()) {
                    answer(client);
                }
            } catch (IOException e) {
                // The client is gone; or the listener, which ends the loop.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        InputStream from = client.getInputStream();
        byte[] chunk = new byte[1024];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            heard.write(chunk, 0, read);
            client.getOutputStream().write(chunk, 0, read);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        served.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
