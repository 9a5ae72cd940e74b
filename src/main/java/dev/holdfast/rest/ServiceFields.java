package dev.holdfast.rest;

import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Permissions;
import dev.holdfast.policy.RateLimit;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.state.ServiceRecord;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What bodies say of services. */
final class ServiceFields {

    /** The most permissions of one service. */
    static final int MOST_PERMISSIONS = 1000;

    private static final int LONGEST_DESCRIPTION = 500;
    private static final int LONGEST_ADDRESS = 2000;
    private static final String DESCRIPTION = "description";
    private static final String ENVIRONMENT = "environment";
    private static final String REQUESTS = "rate_limit_requests";
    private static final String WINDOW = "rate_limit_window";
    private static final String PERMISSIONS = "permissions";
    private static final String REQUIRED_KEYS = "required_keys";
    private static final String NOTIFY_URL = "notify_url";
    private static final String ACTIVE = "active";

    static final String[] REGISTERED = {
        "name", DESCRIPTION, ENVIRONMENT, REQUESTS, WINDOW, PERMISSIONS, REQUIRED_KEYS, NOTIFY_URL
    };

    static final String[] CHANGED = {
        DESCRIPTION, ENVIRONMENT, REQUESTS, WINDOW, PERMISSIONS, REQUIRED_KEYS, NOTIFY_URL, ACTIVE
    };

    private ServiceFields() {}

    /** A service that is new. */
    static ServiceRecord read(Arguments body, String id, String name, Instant now) {
        RateLimit limit = limit(body, RateLimit.DEFAULT);
        return new ServiceRecord(
                id,
                name,
                description(body.text(DESCRIPTION)),
                Environments.of(body.text(ENVIRONMENT)).word(),
                permissions(body),
                limit.requests(),
                limit.window(),
                address(body.optionalText(NOTIFY_URL)),
                true,
                now,
                null);
    }

    /** A service with what a body says of it; the rest stays. */
    static ServiceRecord changed(ServiceRecord service, Arguments body) {
        RateLimit limit = limit(body, new RateLimit(service.requests(), service.window()));
        Boolean active = body.optionalFlag(ACTIVE);
        return new ServiceRecord(
                service.id(),
                service.name(),
                body.has(DESCRIPTION) ? description(body.text(DESCRIPTION)) : service.description(),
                body.has(ENVIRONMENT) ? Environments.of(body.text(ENVIRONMENT)).word() : service.environment(),
                body.has(PERMISSIONS) || body.has(REQUIRED_KEYS) ? permissions(body) : service.permissions(),
                limit.requests(),
                limit.window(),
                body.has(NOTIFY_URL) ? address(body.text(NOTIFY_URL)) : service.notifyUrl(),
                active == null ? service.active() : active,
                service.registeredAt(),
                service.endedAt());
    }

    /** What is told of a service. */
    static Map<String, Object> told(ServiceRecord service) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("service_id", service.id());
        told.put("name", service.name());
        told.put(DESCRIPTION, service.description());
        told.put(ENVIRONMENT, service.environment());
        told.put(PERMISSIONS, service.permissions());
        told.put(REQUESTS, service.requests());
        told.put(WINDOW, service.window().toMillis());
        told.put(NOTIFY_URL, service.notifyUrl());
        told.put(ACTIVE, service.active());
        told.put("registered_at", service.registeredAt().toString());
        Instant ended = service.endedAt();
        told.put("decommissioned_at", ended == null ? null : ended.toString());
        return told;
    }

    private static String description(String text) {
        String stripped = text.strip();
        boolean printable = stripped.codePoints().noneMatch(Character::isISOControl);
        if (stripped.isEmpty() || stripped.length() > LONGEST_DESCRIPTION || !printable) {
            throw InvalidInput.argument(
                    "description is empty, too long, or has control characters.",
                    "Say in 1 to " + LONGEST_DESCRIPTION + " characters what the service does.");
        }
        return stripped;
    }

    private static RateLimit limit(Arguments body, RateLimit otherwise) {
        int requests = body.integer(REQUESTS, 1, RateLimit.MOST, otherwise.requests());
        int window =
                body.integer(WINDOW, 1000, 86_400_000, (int) otherwise.window().toMillis());
        return new RateLimit(requests, Duration.ofMillis(window));
    }

    private static List<String> permissions(Arguments body) {
        if (body.has(PERMISSIONS) && body.has(REQUIRED_KEYS)) {
            throw InvalidInput.argument(
                    "permissions and required_keys are the same; both are given.", "Send one of them.");
        }
        List<String> written = body.texts(body.has(REQUIRED_KEYS) ? REQUIRED_KEYS : PERMISSIONS, MOST_PERMISSIONS);
        try {
            Permissions.of(written);
        } catch (IllegalArgumentException e) {
            throw InvalidInput.argument(
                    "A permission is no key path and no pattern of key paths.",
                    "Write each like service_keys.jules_api.production or external_apis/google_services/*.");
        }
        return written.stream().distinct().toList();
    }

    private static @Nullable String address(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && text.length() <= LONGEST_ADDRESS) {
                return text;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw InvalidInput.argument(
                "notify_url is no address of the web.",
                "Send one like https://jules.example.org/keys, without a user in it.");
    }
}
