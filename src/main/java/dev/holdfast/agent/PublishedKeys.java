package dev.holdfast.agent;

import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an outside issuer by their ids: of the file or the address that is configured, and of no place that a
 * token names.
 *
 * <p>Read again after ten minutes, and for an id that is not known, at most once a minute; while the place is away the keys
 * before it stay for an hour. Thread-safe.
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
    private Map<String, PublicJwk<?>> keys = Map.of();
    private Instant read = Instant.MIN;
    private Instant tried = Instant.MIN;
    private @Nullable HttpClient client;

    PublishedKeys(Issuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The key of an id that may prove a signature of that algorithm; null when there is none. */
    @Nullable
    synchronized Key of(String id, String algorithm) {
        Instant now = clock.instant();
        boolean stale = read.equals(Instant.MIN) || read.plus(FRESH).isBefore(now);
        boolean mayTry = tried.equals(Instant.MIN) || !tried.plus(BETWEEN).isAfter(now);
        if ((stale || !keys.containsKey(id)) && mayTry) {
            tried = now;
            refresh(now);
        }
        PublicJwk<?> key = read.equals(Instant.MIN) || read.plus(OLDEST).isBefore(now) ? null : keys.get(id);
        return key != null && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm)) ? key.toKey() : null;
    }

    /** Whether it was published for signatures, and not for encryption alone (RFC 7517, sections 4.2 and 4.3). */
    private static boolean signs(PublicJwk<?> key) {
        boolean use = key.getPublicKeyUse() == null || key.getPublicKeyUse().equals("sig");
        boolean operations = key.getOperations() == null || key.getOperations().contains(Jwks.OP.VERIFY);
        return use && operations;
    }

    private void refresh(Instant now) {
        try {
            Map<String, PublicJwk<?>> found = new HashMap<>();
            String text = new String(bytes(), StandardCharsets.UTF_8);
            for (Jwk<?> jwk : Jwks.setParser().build().parse(text).getKeys()) {
                // A secret or private key in a published set is nobody's proof.
                if (jwk instanceof PublicJwk<?> published && published.getId() != null && signs(published)) {
                    found.put(published.getId(), published);
                }
            }
            keys = found;
            read = now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the keys of an issuer cannot be read ({}); those before it stay for an hour",
                    e.getClass().getName());
        }
    }

    private byte[] bytes() throws IOException, InterruptedException {
        Path file = issuer.keysFile();
        URI address = issuer.keysAddress();
        if (file != null) {
            try (InputStream in = Files.newInputStream(file)) {
                return limited(in);
            }
        }
        if (address == null) {
            throw new IOException("no place for keys");
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Accept", "application/json")
                .build();
        HttpResponse<InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("no keys there");
            }
            return limited(in);
        }
    }

    private static byte[] limited(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("too large for keys");
        }
        return bytes;
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
