package dev.holdfast.client;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cache and, where one is wanted, its copy in a file. The file is a help: that it can't be written stops nobody. */
final class LastKnown {

    private static final Logger LOG = System.getLogger(LastKnown.class.getName());

    private final KeyCache cache;
    private final Timing timing;
    private final @Nullable Snapshot snapshot;
    private boolean told;
    private boolean closed;

    LastKnown(ClientSettings settings) {
        this.cache = new KeyCache(settings.maxStale());
        this.timing = settings.timing();
        this.snapshot = settings.snapshot() == null || settings.maxStale().isZero()
                ? null
                : new Snapshot(settings.snapshot(), new SealedValues(settings.credential(), settings.address()));
        if (snapshot != null) {
            snapshot.load().forEach(held -> cache.keep(held, cache.era()));
        }
    }

    KeyCache cache() {
        return cache;
    }

    Instant now() {
        return timing.now();
    }

    /** Writes what is known now. */
    synchronized void save() {
        if (snapshot == null || closed) {
            return;
        }
        List<Held> values = cache.copies(now());
        try {
            snapshot.save(values);
        } catch (IOException | RuntimeException e) {
            tell();
        } finally {
            values.forEach(Held::wipe);
        }
    }

    /** Forgets everything, in memory and in the file. */
    synchronized void forgetAll() {
        cache.forgetAll();
        if (snapshot == null) {
            return;
        }
        try {
            snapshot.delete();
        } catch (IOException e) {
            tell();
        }
    }

    /** Wipes what is in memory; the file stays as it is. */
    synchronized void close() {
        closed = true;
        cache.forgetAll();
    }

    /** Once is enough. */
    private void tell() {
        if (!told) {
            told = true;
            LOG.log(Level.WARNING, "The snapshot of the last known keys cannot be written; see KEY_SERVICE_SNAPSHOT.");
        }
    }
}
