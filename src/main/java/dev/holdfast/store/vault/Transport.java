package dev.holdfast.store.vault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * The JDK's HTTP client as Spring asks for it: each request has as long as its call has left, its body included.
 *
 * <p>Made at the first request, so that opening a store costs nothing. HTTP/1.1, since one connection of HTTP/2 that hangs
 * would hang all calls. Redirects are never followed: the token would go along. Thread-safe.
 */
final class Transport implements ClientHttpRequestFactory, AutoCloseable {

    private final VaultSettings settings;
    private final TimeLimit limit;
    private final Map<String, String> headers;
    private @Nullable Opened opened;
    private boolean closed;

    Transport(VaultSettings settings, TimeLimit limit) {
        this.settings = settings;
        this.limit = limit;
        this.headers = settings.namespace() == null
                ? Map.of("X-Vault-Request", "true")
                : Map.of("X-Vault-Request", "true", "X-Vault-Namespace", settings.namespace());
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        JdkClientHttpRequestFactory factory = factory();
        factory.setReadTimeout(limit.leftToSend());
        factory.enableCompression(false);
        ClientHttpRequest request = factory.createRequest(uri, method);
        headers().forEach(request.getHeaders()::set);
        return request;
    }

    /** What every request carries beside its token. */
    Map<String, String> headers() {
        return headers;
    }

    /**
     * The client itself.
     *
     * @throws Failure when this was closed
     */
    HttpClient client() {
        return opened().client;
    }

    private JdkClientHttpRequestFactory factory() {
        Opened now = opened();
        return new JdkClientHttpRequestFactory(now.client, now.threads);
    }

    private synchronized Opened opened() {
        if (closed) {
            throw Failure.of(Fault.CLOSED);
        }
        Opened now = opened;
        if (now == null) {
            ExecutorService pool = Executors.newCachedThreadPool(Transport::daemon);
            now = new Opened(connecting(pool), pool);
            opened = now;
        }
        return now;
    }

    /** The client and the threads it works with. */
    private record Opened(HttpClient client, ExecutorService threads) {}

    private HttpClient connecting(ExecutorService pool) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(pool);
        if (settings.caFile() != null) {
            builder.sslContext(TrustedAuthority.only(settings.caFile()));
        }
        return builder.build();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "holdfast-vault-http");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (opened != null) {
            opened.threads.shutdownNow();
            opened = null;
        }
    }
}
