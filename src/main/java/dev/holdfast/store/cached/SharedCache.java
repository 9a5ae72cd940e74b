package dev.holdfast.store.cached;

import dev.holdfast.secret.KeyPath;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A place for values that several processes share, beside the memory of each.
 *
 * <p>It may be lost at any time: then nothing is found, nothing is kept, and no method throws. Thread-safe.
 */
public interface SharedCache {

    /** What is used where nothing is shared. */
    SharedCache NONE = new SharedCache() {
        @Override
        public Found find(Place place, Instant since) {
            return Found.NOTHING;
        }

        @Override
        public void keep(Place place, KeptSecret secret, Found asked) {}

        @Override
        public void release(Place place, Found asked) {}

        @Override
        public void forget(Collection<KeyPath> paths) {}
    };

    /**
     * What was found.
     *
     * @param secret as old as it may be; null when nothing is there that can be opened
     * @param another whether another process is asking the store for it just now
     * @param ticket goes back with {@link #keep} or {@link #release}, and says what was forgotten before; null when the
     *     place cannot be reached
     */
    record Found(
            @Nullable KeptSecret secret,
            boolean another,
            @Nullable Object ticket) {

        static final Found NOTHING = new Found(null, false, null);
    }

    /**
     * Looks for a value. Who finds none as young as {@code since}, and hears of no other who asks the store, is to ask it and
     * then to {@link #keep} or to {@link #release}.
     */
    Found find(Place place, Instant since);

    /** Keeps a value, unless its path was forgotten since it was looked for. */
    void keep(Place place, KeptSecret secret, Found asked);

    /** Says that the store was asked in vain. */
    void release(Place place, Found asked);

    /** Forgets all versions of these paths, also those that someone is about to keep. */
    void forget(Collection<KeyPath> paths);
}
