package dev.holdfast.agent;

import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an outside issuer by their ids: of the file or the address that is configured, and of no place that a
 * token names.
 *
 * <p>Read again after ten minutes, and for an id that is not known, at most once a minute; while the place is away the keys
 * before it stay for an hour. Reading takes two seconds at the most, and only who begins it, or knows no such key, waits for
 * it. Thread-safe.
 */
final class PublishedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 256 * 1024;

    private final Issuer issuer;
    private final Clock clock;
    private volatile Known known = new Known(Map.of(), null);
    private @Nullable Instant tried;
    private @Nullable CompletableFuture<Void> underWay;
    private @Nullable HttpClient client;

    /** @param read null when they never were */
    private record Known(
            Map<String, PublicJwk<?>> keys, @Nullable Instant read) {

        boolean younger(Duration age, Instant now) {
            return read != null && !read.plus(age).isBefore(now);
        }

        @Nullable
        PublicJwk<?> key(String id, Instant now) {
            return younger(OLDEST, now) ? keys.get(id) : null;
        }
    }

    PublishedKeys(Issuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The key of an id that may prove a signature of that algorithm; null when there is none. */
    @Nullable
    Key of(String id, String algorithm) {
        Instant now = clock.instant();
        Known last = known;
        boolean there = last.key(id, now) != null;
        if (!there || !last.younger(FRESH, now)) {
            CompletableFuture<Void> reading = reading(now, there);
            if (reading != null) {
                reading.join();
            }
        }
        PublicJwk<?> key = known.key(id, now);
        return key != null && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm)) ? key.toKey() : null;
    }

    /** What to wait for, which ends in time; null for nothing. */
    private synchronized @Nullable CompletableFuture<Void> reading(Instant now, boolean there) {
        if (underWay != null && !underWay.isDone()) {
            return there ? null : underWay;
        }
        if (tried != null && tried.plus(BETWEEN).isAfter(now)) {
            return null;
        }
        tried = now;
        underWay = bytes().thenApply(PublishedKeys::parsed).handle((found, failed) -> taken(now, found, failed));
        return underWay;
    }

    private @Nullable Void taken(Instant now, @Nullable Map<String, PublicJwk<?>> found, @Nullable Throwable failed) {
        if (found != null) {
            known = new Known(found, now);
        } else if (failed != null) {
            Throwable cause =
                    failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
            LOG.warn(
                    "the keys of an issuer cannot be read ({}); those before it stay for an hour",
                    cause.getClass().getName());
        }
        return null;
    }

    private static Map<String, PublicJwk<?>> parsed(byte[] bytes) {
        Map<String, PublicJwk<?>> found = new HashMap<>();
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (Jwk<?> jwk : Jwks.setParser().build().parse(text).getKeys()) {
            // A secret or private key in a published set is nobody's proof.
            if (jwk instanceof PublicJwk<?> published && published.getId() != null && signs(published)) {
                found.put(published.getId(), published);
            }
        }
        return found;
    }

    /** Whether it was published for signatures, and not for encryption alone (RFC 7517, sections 4.2 and 4.3). */
    private static boolean signs(PublicJwk<?> key) {
        boolean use = key.getPublicKeyUse() == null || key.getPublicKeyUse().equals("sig");
        boolean operations = key.getOperations() == null || key.getOperations().contains(Jwks.OP.VERIFY);
        return use && operations;
    }

    private CompletableFuture<byte[]> bytes() {
        Path file = issuer.keysFile();
        URI address = issuer.keysAddress();
        if (file != null) {
            return CompletableFuture.supplyAsync(() -> content(file))
                    .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
        return address == null ? CompletableFuture.failedFuture(new IOException("no place for keys")) : body(address);
    }

    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("too large for keys");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends in time as a whole: the request's own limit would end with the headers. */
    private CompletableFuture<byte[]> body(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client().sendAsync(request, answer -> new LimitedBody(answer.statusCode() == 200 ? MOST_BYTES : 0));
        return exchange.copy()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                // Of use when it is not done: then the connection is cut.
                .whenComplete((answer, failed) -> exchange.cancel(true))
                .thenApply(PublishedKeys::published);
    }

    private static byte[] published(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new UncheckedIOException(new IOException("no keys there"));
        }
        return answer.body();
    }

    private HttpClient client() {
        HttpClient open = client;
        if (open == null) {
            open = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(LIMIT)
                    .build();
            client = open;
        }
        return open;
    }
}
