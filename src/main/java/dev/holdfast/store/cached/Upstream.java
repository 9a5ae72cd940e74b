package dev.holdfast.store.cached;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as the cache asks it: what failed is not asked for again by those who need it, but by one thread in the
 * background until it answers; then all that was asked for meanwhile is read again, four at a time.
 *
 * <p>Two places that failed in a row mean that the store as a whole is down, and then nothing is asked for. What it does not
 * let us have is an answer and no failure. Thread-safe.
 */
final class Upstream implements StoreState, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 10;
    private static final int MOST = 10_000;
    private static final int DOWN = 2;
    private static final long PAUSE_MILLIS = 750;

    /** What nobody has asked for that long is not tried any more. */
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SecretStore store;
    private final Consumer<Place> refresh;
    private final Consumer<KeyPath> withheld;
    private final RandomGenerator jitter;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, Upstream::daemon);

    /** The paths of which the last answer was that we get nothing. */
    private final Set<KeyPath> without = new HashSet<>();

    /** What failed, and when it was asked for last. */
    private final Map<Place, Long> failing = new LinkedHashMap<>();

    private final Set<Place> inARow = new HashSet<>();
    private StoreException last = StoreException.unavailable(
            "The store does not answer.", "Call again in a few seconds; 'holdfast doctor' says what is wrong.");
    private boolean down;
    private boolean refused;
    private boolean probing;
    private State told = State.UP;

    /**
     * @param refresh reads a place by {@link #ask} and keeps what it gives
     * @param withheld is told, before the caller, of a path that the store has stopped giving us
     */
    Upstream(SecretStore store, Consumer<Place> refresh, Consumer<KeyPath> withheld, RandomGenerator jitter) {
        this.store = store;
        this.refresh = refresh;
        this.withheld = withheld;
        this.jitter = jitter;
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "store-again");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Asks the store, unless it is known to be of no use just now.
     *
     * @throws StoreException as the store does, or as it did last
     */
    @Nullable
    ReadSecret read(Place place) {
        synchronized (this) {
            if (down || failing.containsKey(place)) {
                note(place);
                throw last;
            }
        }
        ReadSecret secret = ask(place);
        settled(place);
        return secret;
    }

    /** Asks the store in any case. What failed before counts as failing until its value is kept. */
    @Nullable
    ReadSecret ask(Place place) {
        try {
            ReadSecret secret = store.read(place.path(), place.version());
            answered();
            given(place.path());
            return secret;
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.UNAVAILABLE) {
                failed(place, e);
            } else {
                answered();
                withheld(place.path());
                settled(place);
            }
            throw e;
        }
    }

    private synchronized void given(KeyPath path) {
        without.remove(path);
    }

    /** Told once and not at each answer: forgetting a path costs the reads of others that are under way. */
    private void withheld(KeyPath path) {
        boolean news;
        synchronized (this) {
            news = without.size() >= MOST ? !without.contains(path) : without.add(path);
        }
        if (news) {
            withheld.accept(path);
        }
    }

    private void note(Place place) {
        if (failing.size() < MOST || failing.containsKey(place)) {
            failing.put(place, System.nanoTime());
        }
    }

    private synchronized void failed(Place place, StoreException e) {
        last = e;
        inARow.add(place);
        down |= inARow.size() >= DOWN;
        failing.putIfAbsent(place, System.nanoTime());
        if (!probing) {
            probing = true;
            later();
        }
        tell();
    }

    private synchronized void answered() {
        inARow.clear();
        down = false;
        tell();
    }

    private synchronized void settled(Place place) {
        failing.remove(place);
        tell();
    }

    /** Told that something could not be handed out because the store is down. */
    synchronized void refused() {
        refused = down || !failing.isEmpty();
        tell();
    }

    @Override
    public synchronized State state() {
        if (!down && failing.isEmpty()) {
            return State.UP;
        }
        return refused ? State.CRITICAL : State.DEGRADED;
    }

    private void tell() {
        State now = state();
        if (now == told) {
            return;
        }
        told = now;
        refused &= now != State.UP;
        switch (now) {
            case UP -> LOG.warn("the store answers again");
            case DEGRADED -> LOG.warn("the store does not answer; services are given the last known values");
            case CRITICAL -> LOG.warn("the store does not answer, and a service was refused a key for it");
        }
    }

    private void later() {
        long millis = PAUSE_MILLIS + jitter.nextLong(PAUSE_MILLIS);
        try {
            var unused = threads.schedule(this::probe, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // It was closed.
        }
    }

    /** Tries one of what failed, and when it is answered all the others. */
    private void probe() {
        Place next = next();
        if (next == null) {
            return;
        }
        if (tried(next)) {
            others().forEach(place -> threads.execute(() -> again(place)));
        }
        later();
    }

    /** Each in its turn; null when nothing is left to be tried. */
    private synchronized @Nullable Place next() {
        long now = System.nanoTime();
        failing.values().removeIf(asked -> now - asked > FORGOTTEN_NANOS);
        if (failing.isEmpty()) {
            probing = false;
            down = false;
            inARow.clear();
            tell();
            return null;
        }
        Map.Entry<Place, Long> first = failing.entrySet().iterator().next();
        failing.remove(first.getKey());
        failing.put(first.getKey(), first.getValue());
        return first.getKey();
    }

    private synchronized List<Place> others() {
        return new ArrayList<>(failing.keySet());
    }

    private void again(Place place) {
        boolean useless;
        synchronized (this) {
            useless = down || !failing.containsKey(place);
        }
        if (!useless) {
            var unused = tried(place);
        }
    }

    private boolean tried(Place place) {
        try {
            refresh.accept(place);
            settled(place);
            return true;
        } catch (StoreException e) {
            return e.kind() != StoreException.Kind.UNAVAILABLE;
        } catch (RuntimeException e) {
            LOG.warn("a value cannot be read again ({})", e.getClass().getName());
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
