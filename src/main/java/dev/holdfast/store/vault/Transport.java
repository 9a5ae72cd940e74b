package dev.holdfast.store.vault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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
    private @Nullable HttpClient client;
    private @Nullable ExecutorService threads;
    private boolean closed;

    Transport(VaultSettings settings, TimeLimit limit) {
        this.settings = settings;
        this.limit = limit;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        JdkClientHttpRequestFactory factory = factory();
        factory.setReadTimeout(limit.leftToSend());
        factory.enableCompression(false);
        ClientHttpRequest request = factory.createRequest(uri, method);
        request.getHeaders().set("X-Vault-Request", "true");
        if (settings.namespace() != null) {
            request.getHeaders().set("X-Vault-Namespace", settings.namespace());
        }
        return request;
    }

    private synchronized JdkClientHttpRequestFactory factory() {
        if (closed) {
            throw Failure.of(Fault.CLOSED);
        }
        ExecutorService pool = threads == null ? Executors.newCachedThreadPool(Transport::daemon) : threads;
        threads = pool;
        HttpClient open = client == null ? connecting(pool) : client;
        client = open;
        return new JdkClientHttpRequestFactory(open, pool);
    }

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
        client = null;
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
