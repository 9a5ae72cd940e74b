package dev.holdfast.store.cached;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.secret.KeyPath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which secrets are being changed, and when others were changed last. Thread-safe. */
final class RecentChanges {

    /** Longer than any store takes to change a secret. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** By the ids of the changes. */
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    private final Cache<KeyPath, Instant> last;
    private final Clock clock;

    /** A change; whoever makes it may be gone, and then it counts as made. */
    private record Begun(KeyPath path, Instant until) {}

    /** @param lasting longer than anything is kept */
    RecentChanges(Duration lasting, Clock clock) {
        this.last = Caffeine.newBuilder().expireAfterWrite(lasting).build();
        this.clock = clock;
    }

    void begin(Map<String, KeyPath> changes) {
        Instant until = clock.instant().plus(LONGEST);
        changes.forEach((id, path) -> begun.put(id, new Begun(path, until)));
    }

    void end(Collection<String> changes) {
        begun.keySet().removeAll(changes);
    }

    /** Whether a secret is being changed just now. */
    boolean underWay(KeyPath path) {
        if (begun.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        begun.values().removeIf(change -> change.until().isBefore(now));
        return begun.values().stream().anyMatch(change -> change.path().equals(path));
    }

    void changed(Collection<KeyPath> paths) {
        Instant now = clock.instant();
        paths.forEach(path -> last.put(path, now));
    }

    /** Whether what the store gave at that time may have been changed since. */
    boolean since(KeyPath path, @Nullable KeptSecret secret) {
        Instant change = last.getIfPresent(path);
        return secret != null && change != null && !secret.at().isAfter(change);
    }
}
