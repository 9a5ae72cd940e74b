package dev.holdfast.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the service is: https, or http on this machine. */
final class ServiceAddress {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final String base;

    private ServiceAddress(String base) {
        this.base = base;
    }

    /** Checks an address; the messages repeat nothing of it, for it may carry a password. */
    static ServiceAddress of(String text, boolean plainHttp) {
        URI uri = parsed(text.strip());
        if (uri == null || !whole(uri)) {
            throw wrong("is no address such as https://keys.example.org");
        }
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            if (!plainHttp && !LOOPBACK.matcher(uri.getHost()).matches()) {
                throw wrong("is plain http to another machine, where everyone between reads the keys; use https");
            }
        } else if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw wrong("is neither https nor http");
        }
        return new ServiceAddress(uri.toString().replaceAll("/+$", ""));
    }

    private static boolean whole(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static KeyServiceException wrong(String what) {
        return KeyServiceException.configuration("The address of the key service (KEY_SERVICE_URL) " + what + ".");
    }

    URI route(String route) {
        return URI.create(base + route);
    }

    URI route(String route, String parameter, String argument) {
        return URI.create(base + route + "?" + parameter + "=" + URLEncoder.encode(argument, StandardCharsets.UTF_8));
    }

    /** The address without a slash at its end. */
    @Override
    public String toString() {
        return base;
    }
}
