package dev.holdfast.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom the listener is there.
 *
 * @param host the address that it binds; the loopback unless told
 * @param port 0 for any that is free
 * @param publicUrl how clients name the server, such as {@code https://keys.example.org}; null when they use {@code host}
 * @param hosts names that a request's {@code Host} may have, without a port, beside those of the loopback
 * @param origins origins that a browser's page may have, such as {@code https://ide.example.org}, beside the loopback's
 * @param proxies addresses whose {@code X-Forwarded-For} is believed
 * @param tls certificate and key; null for plain HTTP
 * @param limits what one caller and one request may take
 */
public record HttpSettings(
        String host,
        int port,
        @Nullable String publicUrl,
        Set<String> hosts,
        Set<String> origins,
        Set<String> proxies,
        @Nullable Tls tls,
        Limits limits) {

    /** The port that {@code serve} binds. */
    public static final int PORT = 8700;

    /** The loopback at {@value #PORT}, without TLS. */
    public static final HttpSettings DEFAULT =
            new HttpSettings("127.0.0.1", PORT, null, Set.of(), Set.of(), Set.of(), null, Limits.DEFAULT);

    public HttpSettings {
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
        proxies = Set.copyOf(proxies);
    }

    /** The same at another address. */
    public HttpSettings at(String other, int otherPort) {
        return new HttpSettings(other, otherPort, publicUrl, hosts, origins, proxies, tls, limits);
    }

    /** The certificates in PEM, the server's first, and its PKCS #8 key in PEM; both are read again when they change. */
    public record Tls(Path certificates, Path key) {}

    /**
     * What one caller and one request may take.
     *
     * @param body most bytes of a request's body
     * @param header most bytes of a request's line and headers
     * @param idle how long a connection may be silent while a request is read
     * @param session how long a session may go unused
     * @param sessions most sessions of one caller
     * @param requests most requests of one caller in a minute
     * @param unauthenticated most requests of one address in a minute that prove no caller
     * @param stop how long a stop waits for what is under way
     */
    public record Limits(
            int body,
            int header,
            Duration idle,
            Duration session,
            int sessions,
            int requests,
            int unauthenticated,
            Duration stop) {

        public static final Limits DEFAULT = new Limits(
                1024 * 1024,
                16 * 1024,
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                100,
                6000,
                600,
                Duration.ofSeconds(10));
    }

    /** Names of the loopback, which are always allowed. */
    static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
}
