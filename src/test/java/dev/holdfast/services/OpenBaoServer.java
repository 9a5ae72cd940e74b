package dev.holdfast.services;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An OpenBao of a test's own, which keeps what it is told in a folder, and may be stopped, killed, paused and sealed.
 *
 * <p>Its port stays the same however often it is started. Not thread-safe.
 */
public final class OpenBaoServer implements AutoCloseable {

    private final Path folder;
    private final int port = Ports.free();
    private final int clusterPort = Ports.free();
    private final @Nullable ServerCertificate certificate;
    private final BaoApi api;
    private @Nullable Daemon daemon;
    private String token = "";
    private String unsealKey = "";

    private OpenBaoServer(Path folder, @Nullable ServerCertificate certificate) {
        this.folder = folder;
        this.certificate = certificate;
        this.api = new BaoApi(address(), () -> token, certificate == null ? null : certificate.trust());
    }

    /** A server over an empty folder, not yet started, that speaks HTTP. */
    public static OpenBaoServer in(Path folder) {
        return new OpenBaoServer(folder, null);
    }

    /** As {@link #in}, but it speaks HTTPS, under a certificate by a {@link #caFile() CA of its own}. */
    public static OpenBaoServer withTls(Path folder) {
        return new OpenBaoServer(folder, ServerCertificate.in(folder.resolve("tls")));
    }

    /** A server over an empty folder that is started, initialised and unsealed. */
    public static OpenBaoServer ready(Path folder) {
        OpenBaoServer server = in(folder);
        server.start();
        server.init();
        server.unseal();
        return server;
    }

    /** The program {@code bao}, which is its client too. */
    public static Path program() {
        return Programs.of(Service.OPENBAO).orElseThrow(() -> Absence.end(Service.OPENBAO.missingProgram()));
    }

    /** Starts the process and waits until it answers; it is sealed then. */
    public void start() {
        Path bao = program();
        Path configuration = configuration();
        Daemon started = Daemon.start(
                List.of(bao.toString(), "server", "-config=" + configuration),
                Map.of("HOME", folder.toString()),
                folder.resolve("output.txt"));
        daemon = started;
        started.awaitReady(() -> api.status("GET", "sys/seal-status", null) == 200);
    }

    /** Initialises the storage with one key share; once in the life of a folder. */
    public void init() {
        JsonNode reply = api.call("PUT", "sys/init", "{\"secret_shares\":1,\"secret_threshold\":1}");
        unsealKey = reply.at("/keys_base64/0").asText();
        token = reply.path("root_token").asText();
    }

    /** Unseals, and waits until the server is the active one and takes writes. */
    public void unseal() {
        api.call("PUT", "sys/unseal", "{\"key\":\"" + unsealKey + "\"}");
        running().awaitReady(() -> api.status("GET", "sys/health", null) == 200);
    }

    /** Seals: from now on it answers 503. */
    public void seal() {
        api.call("PUT", "sys/seal", null);
        running().awaitReady(() -> api.status("GET", "sys/health", null) == 503);
    }

    /** Ends the process in good order (SIGTERM). */
    public void stop() {
        running().stop("TERM");
        daemon = null;
    }

    /** Ends the process without a word (SIGKILL). */
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

    /** Where it listens, running or not. */
    public URI address() {
        return URI.create((certificate == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /** As {@link #address()}, for an {@link Interference}. */
    public InetSocketAddress socket() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** The root token; empty before {@link #init()}. */
    public String token() {
        return token;
    }

    /** The certificate, in PEM, of the CA that a client has to trust; for a server with TLS only. */
    public Path caFile() {
        return Objects.requireNonNull(certificate, "a server without TLS").caFile();
    }

    /** What a test may do to it as its root, once it is initialised. */
    public OpenBao root() {
        return new OpenBao(address(), token, api);
    }

    /** Kills the process, should it run. */
    @Override
    public void close() {
        if (daemon != null) {
            kill();
        }
    }

    private Daemon running() {
        return Objects.requireNonNull(daemon, "the server is not started");
    }

    private Path configuration() {
        try {
            Path data = Files.createDirectories(folder.resolve("data"));
            return Files.writeString(folder.resolve("server.hcl"), hcl(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hcl(Path data) {
        String tls = certificate == null
                ? "tls_disable = true"
                : "tls_cert_file = \"" + certificate.file() + "\"\n  tls_key_file = \"" + certificate.keyFile() + "\"";
        return """
                storage "raft" {
                  path = "%s"
                  node_id = "one"
                  performance_multiplier = 1
                }
                listener "tcp" {
                  address = "127.0.0.1:%d"
                  cluster_address = "127.0.0.1:%d"
                  %s
                }
                api_addr = "%s"
                cluster_addr = "https://127.0.0.1:%d"
                """.formatted(data, port, clusterPort, tls, address(), clusterPort);
    }
}
