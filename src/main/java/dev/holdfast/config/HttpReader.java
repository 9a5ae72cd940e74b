package dev.holdfast.config;

import dev.holdfast.http.HttpSettings;
import dev.holdfast.http.HttpSettings.Limits;
import dev.holdfast.http.HttpSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code http} of the configuration. */
final class HttpReader {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]{1,253}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Section http;
    private final Path home;

    private HttpReader(Section http, Path home) {
        this.http = http;
        this.home = home;
    }

    static HttpSettings read(Section http, Path home) {
        return http.isMissing() ? HttpSettings.DEFAULT : new HttpReader(http, home).settings();
    }

    private HttpSettings settings() {
        http.knowing("host", "port", "public_url", "hosts", "origins", "proxies", "tls", "limits", "issuers");
        URI publicUrl = http.address("public_url");
        return new HttpSettings(
                http.text("host", HttpSettings.DEFAULT.host()),
                http.number("port", HttpSettings.PORT, 0, 65_535),
                publicUrl == null ? null : publicUrl.toString().replaceAll("/+$", ""),
                matching("hosts", HOST, "names without a port, such as keys.example.org"),
                matching("origins", ORIGIN, "origins such as https://ide.example.org"),
                matching("proxies", ADDRESS, "addresses such as 10.0.0.7"),
                tls(http.in("tls")),
                limits(http.in("limits")));
    }

    private Set<String> matching(String name, Pattern pattern, String kind) {
        Set<String> texts = new LinkedHashSet<>(http.texts(name));
        if (!texts.stream().allMatch(text -> pattern.matcher(text).matches())) {
            http.fault(name, " must hold " + kind + ".");
        }
        return texts;
    }

    private @Nullable Tls tls(Section tls) {
        if (tls.isMissing()) {
            return null;
        }
        tls.knowing("certificates", "key");
        tls.required("certificates");
        tls.required("key");
        Path certificates = tls.path("certificates", home);
        Path key = tls.path("key", home);
        return certificates == null || key == null ? null : new Tls(certificates, key);
    }

    private static Limits limits(Section limits) {
        Limits defaults = Limits.DEFAULT;
        if (limits.isMissing()) {
            return defaults;
        }
        limits.knowing("body", "header", "idle", "session", "sessions", "requests", "unauthenticated", "stop");
        return new Limits(
                limits.number("body", defaults.body(), 1024, 16 * 1024 * 1024),
                limits.number("header", defaults.header(), 1024, 256 * 1024),
                limits.duration("idle", defaults.idle(), SHORTEST),
                limits.duration("session", defaults.session(), SHORTEST),
                limits.number("sessions", defaults.sessions(), 1, 100_000),
                limits.number("requests", defaults.requests(), 1, 10_000_000),
                limits.number("unauthenticated", defaults.unauthenticated(), 1, 10_000_000),
                limits.duration("stop", defaults.stop(), SHORTEST));
    }
}
