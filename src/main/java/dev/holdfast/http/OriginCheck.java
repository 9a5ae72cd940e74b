package dev.holdfast.http;

import dev.holdfast.access.Reason;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only requests that name this server, and pages only of origins that are allowed: a page of another site that
 * makes its name point here (DNS rebinding) is refused, whatever token it has.
 */
final class OriginCheck implements Filter {

    private final Set<String> hosts;
    private final Set<String> origins;

    OriginCheck(HttpSettings settings) {
        hosts = new HashSet<>(HttpSettings.LOOPBACK);
        settings.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        if (settings.publicUrl() != null) {
            hosts.add(URI.create(settings.publicUrl()).getHost().toLowerCase(Locale.ROOT));
        }
        origins = new HashSet<>();
        settings.origins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        if (!oneOf(asked, "Host", this::isHost, false)) {
            refuse(
                    response,
                    "This server is not known by the name in Host. Use its address, or have the name added to"
                            + " http.hosts.");
        } else if (!oneOf(asked, "Origin", this::isOrigin, true)) {
            refuse(response, "Pages of this origin may not call this server. Have the origin added to http.origins.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void refuse(ServletResponse response, String words) throws IOException {
        Answer.refuse((HttpServletResponse) response, HttpServletResponse.SC_FORBIDDEN, Reason.ACCESS_DENIED, words);
    }

    /** What is asked of a header's value. */
    private interface Check {
        boolean holds(String value);
    }

    private static boolean oneOf(HttpServletRequest request, String header, Check check, boolean mayMiss) {
        Enumeration<String> values = request.getHeaders(header);
        if (!values.hasMoreElements()) {
            return mayMiss;
        }
        String first = values.nextElement();
        return !values.hasMoreElements() && check.holds(first);
    }

    private boolean isHost(String value) {
        String name = name(value);
        return name != null && hosts.contains(name);
    }

    /** The name before the port, which is any: whoever reached this port has it right. */
    private static @Nullable String name(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = end <= 0 && !host.contains(":") ? host : host.substring(0, Math.max(end, 0));
        String rest = host.substring(name.length());
        return rest.isEmpty() || isPort(rest) ? name.toLowerCase(Locale.ROOT) : null;
    }

    private static boolean isPort(String text) {
        return text.length() > 1
                && text.length() <= 6
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean isOrigin(String value) {
        String origin = value.toLowerCase(Locale.ROOT);
        return origins.contains(origin) || isLoopback(origin);
    }

    private static boolean isLoopback(String origin) {
        try {
            URI uri = new URI(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
            return web && bare && uri.getHost() != null && HttpSettings.LOOPBACK.contains(uri.getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
