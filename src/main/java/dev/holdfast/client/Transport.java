package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Sends a request once. Redirects are not followed: they would carry the token elsewhere. */
final class Transport {

    /** A hundred values of 64 KiB, nearly each byte of them escaped, are more than that; real ones are far below. */
    private static final int MAX_BODY = 8 * 1024 * 1024;

    /** Of the time for a call, so that an address which swallows packets leaves time for another try. */
    private static final int CONNECT_SHARE = 3;

    private final HttpClient http;

    Transport(Duration timeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.dividedBy(CONNECT_SHARE).plusMillis(1))
                .build();
    }

    /**
     * Sends it, and waits until the deadline at the most.
     *
     * @throws KeyServiceException when there is no answer
     */
    Reply exchange(HttpRequest request, Deadline deadline) {
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, info -> new CappedBody(MAX_BODY));
        try {
            HttpResponse<byte[]> answer = sent.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            return new Reply(answer.statusCode(), answer.headers(), answer.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw KeyServiceException.of(Kind.UNAVAILABLE);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw KeyServiceException.of(Kind.INTERRUPTED);
        } catch (ExecutionException e) {
            throw KeyServiceException.of(kind(e.getCause()));
        }
    }

    /** What a broken exchange means. Its own words may quote what the server sent, and are left behind. */
    private static Kind kind(@Nullable Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof CappedBody.TooLong) {
                return Kind.PROTOCOL;
            }
            if (each instanceof CertificateException || each instanceof SSLPeerUnverifiedException) {
                return Kind.UNTRUSTED;
            }
        }
        return thrown instanceof SSLHandshakeException ? Kind.UNTRUSTED : Kind.UNAVAILABLE;
    }
}
