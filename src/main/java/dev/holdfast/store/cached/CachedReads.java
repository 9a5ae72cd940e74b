package dev.holdfast.store.cached;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.cached.Fetched.From;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a store that remember what they were given.
 *
 * <p>However many ask for a value at once, the store is asked once. What is forgotten is never handed out again, not even
 * by a read that was under way when it was forgotten. Asked by the door alone; thread-safe.
 */
public final class CachedReads {

    private final SecretStore store;
    private final CacheSettings settings;
    private final Clock clock;
    private final Cache<Place, Kept> kept;
    private final Map<Place, CompletableFuture<@Nullable Kept>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong();

    private record Place(KeyPath path, @Nullable Integer version) {}

    /** A value that is kept, and when the store gave it. Not wiped when it is dropped: someone may be copying it. */
    private static final class Kept {

        private final ReadSecret secret;
        private final Instant at;

        Kept(ReadSecret secret, Instant at) {
            this.secret = secret;
            this.at = at;
        }

        Fetched copy(From from) {
            SecretValue value = secret.value().copy();
            return new Fetched(new ReadSecret(secret.info(), value), from, at);
        }
    }

    public CachedReads(SecretStore store, CacheSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.kept = Caffeine.newBuilder().maximumSize(settings.entries()).build();
    }

    /** How long a value counts as fresh that was asked for with this wish, or with none. */
    public Duration ttl(@Nullable Duration wanted) {
        return wanted == null || wanted.compareTo(settings.ttl()) > 0 ? settings.ttl() : wanted;
    }

    /**
     * The value of a version (the current one for null), or null when there is none. The caller closes it.
     *
     * @param ttl of {@link #ttl}: how old a value may be that is handed out without asking the store
     * @param stale whether an older one may be handed out while the store is down
     * @throws StoreException {@code UNAVAILABLE} when the store cannot be asked, and nothing that may be handed out is kept
     */
    public @Nullable Fetched fetch(KeyPath path, @Nullable Integer version, Duration ttl, boolean stale) {
        Place place = new Place(path, version);
        Kept known = kept.getIfPresent(place);
        if (known != null && younger(known, ttl)) {
            return known.copy(From.CACHE);
        }
        try {
            Kept read = read(place);
            return read == null ? null : read.copy(From.STORE);
        } catch (StoreException e) {
            // Looked up again: it may have been forgotten meanwhile.
            Kept last = kept.getIfPresent(place);
            boolean may = stale && e.kind() == StoreException.Kind.UNAVAILABLE;
            if (may && last != null && younger(last, settings.stale())) {
                return last.copy(From.STALE);
            }
            throw e;
        }
    }

    private boolean younger(Kept value, Duration age) {
        return Duration.between(value.at, clock.instant()).compareTo(age) < 0;
    }

    /** One asks the store, the others wait for its answer. */
    private @Nullable Kept read(Place place) {
        CompletableFuture<@Nullable Kept> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Kept> first = underWay.putIfAbsent(place, mine);
        if (first != null) {
            return joined(first);
        }
        try {
            Kept read = ask(place);
            mine.complete(read);
            return read;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(place, mine);
        }
    }

    private static @Nullable Kept joined(CompletableFuture<@Nullable Kept> first) {
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private @Nullable Kept ask(Place place) {
        long before = forgotten.get();
        Instant at = clock.instant();
        ReadSecret secret = store.read(place.path(), place.version());
        if (secret == null) {
            kept.invalidate(place);
            return null;
        }
        Kept read = new Kept(secret, at);
        kept.put(place, read);
        if (forgotten.get() != before) {
            // Something was forgotten since the store was asked, perhaps this.
            kept.asMap().remove(place, read);
        }
        return read;
    }

    /** Forgets all versions of a path: it was changed, taken away or marked as compromised. */
    public void forget(KeyPath path) {
        forgotten.incrementAndGet();
        underWay.keySet().removeIf(place -> place.path().equals(path));
        kept.asMap().keySet().removeIf(place -> place.path().equals(path));
    }

    /** Forgets everything. */
    public void forgetAll() {
        forgotten.incrementAndGet();
        underWay.clear();
        kept.invalidateAll();
    }
}
