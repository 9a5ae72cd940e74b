package dev.holdfast.store.vault;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.web.util.UriUtils;

/** Where a path of the API lies on the server. */
final class Addresses {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final VaultEndpoint endpoint = new VaultEndpoint();
    private final String base;
    private final List<String> mounts;

    Addresses(VaultSettings settings) {
        URI address = settings.address();
        boolean tls = "https".equalsIgnoreCase(address.getScheme());
        String front = address.getPath() == null ? "" : address.getPath().replaceAll("^/+|/+$", "");
        endpoint.setScheme(tls ? "https" : "http");
        endpoint.setHost(address.getHost());
        endpoint.setPort(address.getPort() > 0 ? address.getPort() : tls ? HTTPS : HTTP);
        endpoint.setPath(front.isEmpty() ? "v1" : front + "/v1");
        base = endpoint.getScheme() + "://" + endpoint.getHost() + ":" + endpoint.getPort() + "/" + endpoint.getPath()
                + "/";
        mounts = Stream.concat(Stream.of(settings.mount()), settings.mounts().values().stream())
                .toList();
    }

    VaultEndpoint endpoint() {
        return endpoint;
    }

    /** The address of a path, which may have a query behind a question mark. */
    URI of(String path) {
        int mark = path.indexOf('?');
        String plain = mark < 0 ? path : path.substring(0, mark);
        String query = mark < 0 ? "" : path.substring(mark);
        return URI.create(base + UriUtils.encodePath(plain, StandardCharsets.UTF_8) + query);
    }

    /** Which part of KV v2 a path belongs to: the segment behind its mount. */
    String kind(String path) {
        return mounts.stream()
                .filter(mount -> path.startsWith(mount + "/"))
                .map(mount -> path.substring(mount.length() + 1))
                .flatMap(rest -> Arrays.stream(rest.split("[/?]", 2)).limit(1))
                .findFirst()
                .orElse("");
    }
}
