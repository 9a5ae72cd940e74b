package dev.holdfast.redis;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and as whom to enter it. Immutable; its text names the address and nothing else.
 *
 * <p>The password is asked for anew at each connection, so that one that was changed is used without a restart.
 */
public final class RedisSettings {

    /** As long as one request may take, unless configured. */
    public static final Duration TIMEOUT = Duration.ofMillis(500);

    /** What the names of all keys begin with, unless configured. */
    public static final String PREFIX = "holdfast";

    private static final int PORT = 6379;

    private final URI url;
    private final @Nullable String user;
    private final Supplier<char @Nullable []> password;
    private final @Nullable Path caFile;
    private final Duration timeout;
    private final String prefix;

    /**
     * @param url {@code redis://host:port/database}, or {@code rediss} for TLS
     * @param user null for the default one
     * @param password asked for at each connection; null when there is none or it cannot be read just now
     * @param caFile certificates in PEM that alone are trusted; null for those of the JDK
     * @param timeout as long as one request may take
     * @param prefix what the names of all keys begin with
     * @throws IllegalArgumentException when the address is of another kind, or carries a user or a password
     */
    public RedisSettings(
            URI url,
            @Nullable String user,
            Supplier<char @Nullable []> password,
            @Nullable Path caFile,
            Duration timeout,
            String prefix) {
        if (!isAddress(url)) {
            throw new IllegalArgumentException("not an address of Redis");
        }
        this.url = url;
        this.user = user;
        this.password = password;
        this.caFile = caFile;
        this.timeout = timeout;
        this.prefix = prefix;
    }

    /** Whether this is an address of Redis: one that carries neither user nor password. */
    public static boolean isAddress(URI url) {
        boolean redis = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
        String path = url.getPath() == null ? "" : url.getPath();
        return redis
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getQuery() == null
                && path.matches("/?|/[0-9]{1,4}");
    }

    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return url.getPort() < 0 ? PORT : url.getPort();
    }

    boolean tls() {
        return "rediss".equals(url.getScheme());
    }

    int database() {
        String path = url.getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    public @Nullable String user() {
        return user;
    }

    char @Nullable [] password() {
        return password.get();
    }

    public @Nullable Path caFile() {
        return caFile;
    }

    public Duration timeout() {
        return timeout;
    }

    public String prefix() {
        return prefix;
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
