package dev.holdfast.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values in memory: the fresh ones, and those that may stand in while the service is down. Thread-safe. */
final class KeyCache {

    private final Map<String, Held> held = new HashMap<>();
    private final Duration maxStale;
    private long era;

    KeyCache(Duration maxStale) {
        this.maxStale = maxStale;
    }

    /** The time between two calls of {@link #forgetAll}; what was asked for in one does not count in the next. */
    synchronized long era() {
        return era;
    }

    synchronized @Nullable KeyValue fresh(String path, Instant now) {
        Held found = held.get(path);
        return found != null && found.fresh(now) ? found.handOut(now, false) : null;
    }

    /** The last known value, unless it is too old; one that is gets wiped. */
    synchronized @Nullable KeyValue lastKnown(String path, Instant now) {
        Held found = held.get(path);
        if (found == null) {
            return null;
        }
        if (found.fresh(now)) {
            return found.handOut(now, false);
        }
        if (maxStale.isZero() || found.olderThan(maxStale, now)) {
            forget(path);
            return null;
        }
        return found.handOut(now, true);
    }

    /** Keeps a value that was asked for in the given era; in a later one it is wiped instead. */
    synchronized void keep(Held fetched, long asked) {
        Held old = asked == era ? held.put(fetched.path(), fetched) : fetched;
        if (old != null) {
            old.wipe();
        }
    }

    synchronized void forget(String path) {
        Held old = held.remove(path);
        if (old != null) {
            old.wipe();
        }
    }

    synchronized void forgetAll() {
        era++;
        held.values().forEach(Held::wipe);
        held.clear();
    }

    /** Copies of all that is not too old, which the caller wipes. */
    synchronized List<Held> copies(Instant now) {
        List<Held> copies = new ArrayList<>();
        for (Held each : held.values()) {
            if (!each.olderThan(maxStale, now)) {
                copies.add(each.copy());
            }
        }
        return copies;
    }
}
