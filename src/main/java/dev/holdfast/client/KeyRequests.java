package dev.holdfast.client;

import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.wire.Fields;
import dev.holdfast.wire.Routes;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that there are, each with the answer it takes. */
final class KeyRequests {

    private final ClientSettings settings;
    private final Transport transport;
    private final Attempts attempts;

    KeyRequests(ClientSettings settings) {
        this.settings = settings;
        this.transport = new Transport(settings.timeout());
        this.attempts = new Attempts(transport, settings.retries(), settings.timing());
    }

    Held key(String path, Deadline deadline) {
        URI uri = settings.address().route(Routes.KEY, Routes.PATH, path);
        try (Reply reply = attempts.send(() -> signed(uri).GET().build(), deadline)) {
            return held(path, Json.read(reply.body(), KeyEntry::read));
        }
    }

    private Held held(String path, KeyEntry entry) {
        return entry.held(path, settings.timing().now(), settings.cacheTtl());
    }

    /** Takes what a batch answers for a path. */
    interface Answers {
        void found(Held held);

        void failed(String path, KeyServiceException failure);
    }

    /** Asks for up to {@link Routes#BATCH_LIMIT} keys, and tells an answer for each. */
    void batch(List<String> paths, Deadline deadline, Answers answers) {
        URI uri = settings.address().route(Routes.BATCH);
        byte[] body = Json.list(Fields.KEY_PATHS, paths);
        List<KeyEntry> entries;
        try (Reply reply = attempts.send(
                () -> signed(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                deadline)) {
            entries = entries(reply.body());
        }
        for (int i = 0; i < paths.size(); i++) {
            answer(paths.get(i), take(entries, paths, i), answers);
        }
        entries.forEach(KeyEntry::wipe);
    }

    /**
     * The entry for a path: the one that names it. The service repeats nothing of what is no path, so a refusal without a
     * name is known by its place.
     */
    private static @Nullable KeyEntry take(List<KeyEntry> entries, List<String> paths, int index) {
        for (KeyEntry entry : entries) {
            if (paths.get(index).equals(entry.path())) {
                return entry;
            }
        }
        KeyEntry there = entries.size() == paths.size() ? entries.get(index) : null;
        return there != null && there.namelessRefusal() ? there : null;
    }

    private void answer(String path, @Nullable KeyEntry entry, Answers answers) {
        Held held;
        try {
            if (entry == null) {
                throw KeyServiceException.of(Kind.PROTOCOL);
            }
            held = held(path, entry);
        } catch (KeyServiceException e) {
            answers.failed(path, e);
            return;
        }
        answers.found(held);
    }

    private static List<KeyEntry> entries(byte[] body) {
        List<KeyEntry> entries = new ArrayList<>();
        try {
            return Json.read(body, json -> {
                Json.object(json, (name, field) -> {
                    if (!name.equals(Fields.KEYS)) {
                        field.skipChildren();
                        return;
                    }
                    Json.require(field.currentToken() == JsonToken.START_ARRAY);
                    while (field.nextToken() != JsonToken.END_ARRAY) {
                        entries.add(KeyEntry.read(field));
                    }
                });
                return entries;
            });
        } catch (KeyServiceException e) {
            entries.forEach(KeyEntry::wipe);
            throw e;
        }
    }

    AuthStatus auth(Deadline deadline) {
        URI uri = settings.address().route(Routes.VALIDATE);
        try (Reply reply = attempts.send(() -> signed(uri).GET().build(), deadline)) {
            return Statuses.auth(reply.body());
        }
    }

    /** Asked once: that the service is unwell is the answer. */
    HealthStatus health(Deadline deadline) {
        HttpRequest request =
                plain(settings.address().route(Routes.HEALTH)).GET().build();
        try (Reply reply = transport.exchange(request, deadline)) {
            if (!Failures.good(reply) && reply.status() != 503) {
                throw Failures.of(reply, now());
            }
            return health(reply);
        }
    }

    private HealthStatus health(Reply reply) {
        try {
            return Statuses.health(reply.body());
        } catch (KeyServiceException e) {
            throw Failures.good(reply) ? e : Failures.of(reply, now());
        }
    }

    private Instant now() {
        return settings.timing().now();
    }

    private HttpRequest.Builder signed(URI uri) {
        return plain(uri).header("Authorization", settings.credential().header());
    }

    private static HttpRequest.Builder plain(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .header("User-Agent", "holdfast-client/" + version());
    }

    private static String version() {
        String version = KeyRequests.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The time for one call, from now on. */
    Deadline deadline() {
        Duration timeout = settings.timeout();
        return Deadline.in(timeout, settings.timing());
    }
}
