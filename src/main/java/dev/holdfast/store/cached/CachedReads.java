package dev.holdfast.store.cached;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.cached.Fetched.From;
import dev.holdfast.store.cached.SharedCache.Found;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a store that remember what they were given: in memory, and where there is one in a cache that processes share.
 *
 * <p>However many ask for a value at once, the store is asked once. What is forgotten is never handed out again, not even
 * by a read that was under way when it was forgotten. Nothing that is kept is handed out while it is not known what other
 * processes have changed: {@link #heard}. Asked by the door alone; thread-safe.
 */
public final class CachedReads implements AutoCloseable {

    /** How old the news of other processes' changes may be. */
    private static final Duration OLDEST_NEWS = Duration.ofSeconds(1);

    /** As long as another process may take to read before we read ourselves. */
    private static final int WAITS = 40;

    private static final Duration WAIT = Duration.ofMillis(25);

    private final Upstream upstream;
    private final CacheSettings settings;
    private final Clock clock;
    private final Cache<Place, KeptSecret> kept;

    private final RecentChanges changes;
    private final Map<Place, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong();
    private volatile SharedCache shared = SharedCache.NONE;
    private volatile @Nullable Instant heard;

    /** What a read gave; no secret when there is none. */
    private record Read(@Nullable KeptSecret secret, From from) {}

    /** How a read ended. No exception of the future's own: making one for each who joins costs more than the read. */
    private record Outcome(@Nullable Read read, @Nullable RuntimeException failure) {

        Read orThrow() {
            if (read == null) {
                throw Objects.requireNonNull(failure);
            }
            return read;
        }
    }

    public CachedReads(SecretStore store, CacheSettings settings, Clock clock, RandomGenerator jitter) {
        this.upstream = new Upstream(store, this::refresh, path -> forget(List.of(path)), jitter);
        this.settings = settings;
        this.clock = clock;
        this.kept = Caffeine.newBuilder()
                .maximumSize(settings.entries())
                .expireAfterWrite(settings.longest())
                .build();
        this.changes = new RecentChanges(settings.longest().plusHours(1), clock);
    }

    /** Shares what is read with other processes from now on. */
    public void share(SharedCache with) {
        shared = with;
    }

    /** How the store is doing. */
    public StoreState store() {
        return upstream;
    }

    /** Told when it was asked, with an answer, what other processes have changed; each change is forgotten by then. */
    public void heard(Instant asked) {
        heard = asked;
    }

    /** How long a value counts as fresh that was asked for with this wish, or with none. */
    public Duration ttl(@Nullable Duration wanted) {
        return wanted == null || wanted.compareTo(settings.ttl()) > 0 ? settings.ttl() : wanted;
    }

    /** The value of a version as it lies in memory, or null when it is not there or older than this. The caller closes it. */
    public @Nullable Fetched fresh(KeyPath path, @Nullable Integer version, Duration ttl) {
        KeptSecret known = known(new Place(path, version));
        return known != null && younger(known, ttl) ? known.copy(From.CACHE) : null;
    }

    /**
     * The value of a version (the current one for null), or null when there is none. The caller closes it.
     *
     * @param ttl of {@link #ttl}: how old a value may be that is handed out without asking the store
     * @param stale whether an older one may be handed out while the store is down
     * @throws StoreException {@code UNAVAILABLE} when the store cannot be asked, and nothing that may be handed out is kept
     */
    public @Nullable Fetched fetch(KeyPath path, @Nullable Integer version, Duration ttl, boolean stale) {
        Fetched fresh = fresh(path, version, ttl);
        if (fresh != null) {
            return fresh;
        }
        Place place = new Place(path, version);
        try {
            Read read = read(place, ttl);
            KeptSecret secret = read.secret();
            return secret == null ? null : secret.copy(read.from());
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.UNAVAILABLE) {
                return lastKnown(place, stale, e);
            }
            throw e;
        }
    }

    private Fetched lastKnown(Place place, boolean stale, StoreException why) {
        // Looked up again: it may have been forgotten meanwhile.
        KeptSecret last = known(place);
        if (stale && last != null && younger(last, settings.stale())) {
            return last.copy(From.STALE);
        }
        upstream.refused();
        throw why;
    }

    private @Nullable KeptSecret known(Place place) {
        return hears() ? kept.getIfPresent(place) : null;
    }

    private boolean hears() {
        Instant last = heard;
        return last != null && Duration.between(last, clock.instant()).compareTo(OLDEST_NEWS) <= 0;
    }

    private boolean younger(KeptSecret value, Duration age) {
        return Duration.between(value.at(), clock.instant()).compareTo(age) < 0;
    }

    /** One asks, the others wait for its answer. */
    private Read read(Place place, Duration ttl) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Outcome> first = underWay.putIfAbsent(place, mine);
        if (first != null) {
            Read read = first.join().orThrow();
            KeptSecret secret = read.secret();
            // The first may have been content with an older one than this.
            boolean tooOld = read.from() == From.CACHE && secret != null && !younger(secret, ttl);
            if (!tooOld) {
                return read;
            }
            underWay.remove(place, first); // It has ended, and must not be joined again.
            return read(place, ttl);
        }
        try {
            Read read = ask(place, ttl);
            mine.complete(new Outcome(read, null));
            return read;
        } catch (RuntimeException e) {
            mine.complete(new Outcome(null, e));
            throw e;
        } catch (Error e) {
            mine.completeExceptionally(e); // Nobody may wait for a read that nobody does.
            throw e;
        } finally {
            underWay.remove(place, mine);
        }
    }

    private Read ask(Place place, Duration ttl) {
        long before = forgotten.get();
        Found found = found(place, ttl);
        KeptSecret there = found.secret();
        if (there != null && younger(there, ttl)) {
            keep(place, there, before);
            return new Read(there, From.CACHE);
        }
        try {
            Instant at = clock.instant();
            return answered(place, found, before, at, upstream.read(place));
        } catch (RuntimeException e) {
            shared.release(place, found);
            if (there != null && e instanceof StoreException down && down.kind() == StoreException.Kind.UNAVAILABLE) {
                keep(place, there, before);
            }
            throw e;
        }
    }

    /** What the others have, once none of them is asking the store. */
    private Found found(Place place, Duration ttl) {
        if (!shares(place)) {
            return Found.NOTHING;
        }
        Found found = shared.find(place, clock.instant().minus(ttl));
        for (int i = 0; i < WAITS && found.another() && upstream.state() == StoreState.State.UP; i++) {
            LockSupport.parkNanos(WAIT.toNanos());
            found = shared.find(place, clock.instant().minus(ttl));
        }
        return changes.since(place.path(), found.secret()) ? new Found(null, false, found.ticket()) : found;
    }

    /** Whether others may have what is of use, and want what is read. */
    private boolean shares(Place place) {
        return hears() && !changes.underWay(place.path());
    }

    private Read answered(Place place, Found found, long before, Instant at, @Nullable ReadSecret secret) {
        if (secret == null) {
            kept.invalidate(place);
            if (found.secret() == null) {
                shared.release(place, found);
            } else {
                shared.forget(List.of(place.path()));
            }
            return new Read(null, From.STORE);
        }
        KeptSecret read = new KeptSecret(secret.info(), secret.value(), at);
        if (keep(place, read, before)) {
            shared.keep(place, read, found);
        } else {
            shared.release(place, found);
        }
        return new Read(read, From.STORE);
    }

    /**
     * Keeps the younger one; but not what is being changed, nor when something was forgotten since the store was asked, which
     * may be this.
     */
    private boolean keep(Place place, KeptSecret secret, long before) {
        if (changes.underWay(place.path())) {
            return false;
        }
        kept.asMap().merge(place, secret, (old, now) -> now.at().isBefore(old.at()) ? old : now);
        if (forgotten.get() == before) {
            return true;
        }
        kept.asMap().remove(place, secret);
        return false;
    }

    /** Reads what failed before, whatever is kept of it. */
    private void refresh(Place place) {
        long before = forgotten.get();
        Found found = shares(place) ? shared.find(place, clock.instant()) : Found.NOTHING;
        Instant at = clock.instant();
        try {
            var unused = answered(place, found, before, at, upstream.ask(place));
        } catch (RuntimeException e) {
            shared.release(place, found);
            throw e;
        }
    }

    /** Told of changes that begin, by their ids. What is kept of these secrets is forgotten, and nothing is kept anew. */
    public void begun(Map<String, KeyPath> those) {
        changes.begin(those);
        forget(those.values());
    }

    /** Told of changes that have ended, by their ids. What is kept of these secrets is forgotten. */
    public void ended(Map<String, KeyPath> those) {
        forget(those.values());
        changes.end(those.keySet());
    }

    /** Forgets all versions of these paths. */
    private void forget(Collection<KeyPath> paths) {
        if (paths.isEmpty()) {
            return;
        }
        Set<KeyPath> gone = Set.copyOf(paths);
        changes.changed(gone);
        forgotten.incrementAndGet();
        underWay.keySet().removeIf(place -> gone.contains(place.path()));
        kept.asMap().keySet().removeIf(place -> gone.contains(place.path()));
        shared.forget(gone);
    }

    @Override
    public void close() {
        upstream.close();
    }
}
