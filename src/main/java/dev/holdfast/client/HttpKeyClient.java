package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The client of a real service. */
final class HttpKeyClient implements KeyClient {

    private static final int LONGEST_PATH = 256;

    private final KeyRequests requests;
    private final LastKnown known;
    private final Outage outage;
    private final Flights flights = new Flights();
    private final Background background = new Background();
    private volatile boolean closed;

    HttpKeyClient(ClientSettings settings) {
        this.requests = new KeyRequests(settings);
        this.known = new LastKnown(settings);
        this.outage = new Outage(settings.timing());
    }

    @Override
    public KeyValue getKey(String path) {
        return getKey(path, begin());
    }

    private KeyValue getKey(String path, Deadline deadline) {
        return lookUp(List.of(path), deadline).get(path);
    }

    @Override
    public Keys getKeys(Collection<String> paths) {
        return lookUp(paths, begin());
    }

    private Keys lookUp(Collection<String> paths, Deadline deadline) {
        Set<String> asked = new LinkedHashSet<>(paths);
        Keys.Collector answers = new Keys.Collector(asked);
        Set<String> pending = new LinkedHashSet<>();
        for (String path : asked) {
            if (sendable(path)) {
                pending.add(path);
            } else {
                answers.failed(path, KeyServiceException.of(Kind.INVALID));
            }
        }
        while (!pending.isEmpty()) {
            requireOpen();
            pending = round(pending, answers, deadline);
        }
        return answers.keys();
    }

    /** Answers what can be answered; what is left over was dropped by another caller and has to be asked for again. */
    private Set<String> round(Set<String> pending, Keys.Collector answers, Deadline deadline) {
        List<Flights.Seat> seats = seats(pending, answers);
        List<Flights.Seat> own = seats.stream().filter(Flights.Seat::own).toList();
        if (!own.isEmpty()) {
            new Fetch(requests, known, outage, own).run(deadline);
        }
        Set<String> again = new LinkedHashSet<>();
        for (Flights.Seat seat : seats) {
            if (!arrived(seat, answers, deadline)) {
                again.add(seat.path());
            }
        }
        return again;
    }

    /** Answers what is known, and takes a seat for each of the others. */
    private List<Flights.Seat> seats(Set<String> paths, Keys.Collector answers) {
        List<Flights.Seat> seats = new ArrayList<>();
        for (String path : paths) {
            Flights.Seat seat = answeredAtOnce(path, answers) ? null : flights.board(path);
            if (seat != null && !landedMeanwhile(seat, answers)) {
                seats.add(seat);
            }
        }
        return seats;
    }

    private boolean answeredAtOnce(String path, Keys.Collector answers) {
        KeyValue value = outage.lasts()
                ? known.cache().lastKnown(path, known.now())
                : known.cache().fresh(path, known.now());
        if (value != null) {
            answers.found(path, value);
        }
        return value != null;
    }

    /** Between the look into the cache and the boarding another request may have ended. */
    private boolean landedMeanwhile(Flights.Seat seat, Keys.Collector answers) {
        KeyValue value = seat.own() ? known.cache().fresh(seat.path(), known.now()) : null;
        if (value != null) {
            seat.land(value.copy());
            answers.found(seat.path(), value);
        }
        return value != null;
    }

    /** Takes the answer of a request; false when its maker gave up without one. */
    private boolean arrived(Flights.Seat seat, Keys.Collector answers, Deadline deadline) {
        try {
            answers.found(seat.path(), seat.await(deadline));
        } catch (KeyServiceException e) {
            if (e.kind() == Kind.INTERRUPTED
                    && !seat.own()
                    && !Thread.currentThread().isInterrupted()) {
                return false;
            }
            KeyValue standIn = e.kind().down() ? known.cache().lastKnown(seat.path(), known.now()) : null;
            if (standIn == null) {
                answers.failed(seat.path(), e);
            } else {
                answers.found(seat.path(), standIn);
            }
        }
        return true;
    }

    /** Whether a path is one that can be asked for; its rules are the service's. */
    private static boolean sendable(@Nullable String path) {
        return path != null
                && !path.isEmpty()
                && path.length() <= LONGEST_PATH
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public void clearCache() {
        requireOpen();
        flights.close();
        known.forgetAll();
    }

    @Override
    public AuthStatus validateAuth() {
        return validateAuth(begin());
    }

    private AuthStatus validateAuth(Deadline deadline) {
        requireOpen();
        try {
            return requests.auth(deadline);
        } catch (KeyServiceException e) {
            if (e.kind() == Kind.UNAUTHENTICATED) {
                known.forgetAll();
            }
            throw e;
        }
    }

    @Override
    public HealthStatus healthCheck() {
        return requests.health(begin());
    }

    @Override
    public CompletableFuture<KeyValue> getKeyAsync(String path) {
        Deadline deadline = begin();
        return background.run(() -> getKey(path, deadline));
    }

    @Override
    public CompletableFuture<Keys> getKeysAsync(Collection<String> paths) {
        Deadline deadline = begin();
        List<String> asked = List.copyOf(paths);
        return background.run(() -> lookUp(asked, deadline));
    }

    @Override
    public CompletableFuture<AuthStatus> validateAuthAsync() {
        Deadline deadline = begin();
        return background.run(() -> validateAuth(deadline));
    }

    @Override
    public CompletableFuture<HealthStatus> healthCheckAsync() {
        Deadline deadline = begin();
        return background.run(() -> requests.health(deadline));
    }

    private Deadline begin() {
        requireOpen();
        return requests.deadline();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client was closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        background.close();
        flights.close();
        known.close();
    }

    @Override
    public String toString() {
        return "KeyClient[…]";
    }
}
