package dev.holdfast.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Redis of a test's own, which keeps all in memory and asks for a password, and may be killed and paused.
 *
 * <p>Its port stays the same however often it is started. Not thread-safe.
 */
public final class RedisServer implements AutoCloseable {

    private final Path program;
    private final Path folder = Folders.fresh("redis");
    private final int port = Ports.free();
    private final String password;
    private final @Nullable ServerCertificate certificate;
    private @Nullable Daemon daemon;

    private RedisServer(String password, boolean tls) {
        this.program = Programs.of(Service.REDIS).orElseThrow(() -> Absence.end(Service.REDIS.missingProgram()));
        this.password = password;
        this.certificate = tls ? ServerCertificate.in(folder.resolve("tls")) : null;
    }

    /** A server that is started. */
    public static RedisServer ready() {
        return ready("password-" + UUID.randomUUID());
    }

    /** The same with this password. */
    public static RedisServer ready(String password) {
        return started(new RedisServer(password, false));
    }

    /** A server that is started and speaks TLS alone, under a certificate by a {@link #caFile() CA of its own}. */
    public static RedisServer withTls() {
        return started(new RedisServer("password-" + UUID.randomUUID(), true));
    }

    private static RedisServer started(RedisServer server) {
        server.start();
        return server;
    }

    /** Starts the process, with nothing in it, and waits until it answers. */
    public void start() {
        List<String> command = List.of(program.toString(), configuration().toString());
        Daemon started = Daemon.start(command, Map.of(), folder.resolve("output.txt"));
        daemon = started;
        started.awaitReady(this::answers);
    }

    private Path configuration() {
        try {
            return Files.writeString(
                    folder.resolve("redis.conf"),
                    "bind 127.0.0.1\nsave \"\"\nappendonly no\nrequirepass " + password + "\ndir " + folder + "\n"
                            + port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String port() {
        return certificate == null
                ? "port " + port + "\n"
                : "port 0\ntls-port " + port + "\ntls-auth-clients no\ntls-cert-file " + certificate.file()
                        + "\ntls-key-file " + certificate.keyFile() + "\ntls-ca-cert-file " + certificate.caFile()
                        + "\n";
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            // It asks for the password; over TLS it is enough that it is there.
            return certificate != null || socket.getInputStream().read() == '-';
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the process without a word (SIGKILL): all that was in it is gone. */
    public void kill() {
        running().kill();
        daemon = null;
    }

    /** Halts the process (SIGSTOP): connections open, and nobody answers. */
    public void pause() {
        running().pause();
    }

    /** Lets the process go on (SIGCONT). */
    public void resume() {
        running().resume();
    }

    /** The certificate, in PEM, of the CA that a client has to trust; for a server with TLS only. */
    public Path caFile() {
        return Objects.requireNonNull(certificate, "a server without TLS").caFile();
    }

    public String password() {
        return password;
    }

    /** Where it listens, for an {@link Interference}. */
    public InetSocketAddress socket() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** Kills the process, should it run. */
    @Override
    public void close() {
        if (daemon != null) {
            kill();
        }
        Folders.delete(folder);
    }

    private Daemon running() {
        return Objects.requireNonNull(daemon, "the server is not started");
    }
}
