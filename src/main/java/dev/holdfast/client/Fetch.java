package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.wire.Routes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the service for the keys that one caller has taken on, keeps what it says, and tells all who wait. Used once. */
final class Fetch {

    private final KeyRequests requests;
    private final LastKnown known;
    private final Outage outage;
    private final Map<String, Flights.Seat> seats = new HashMap<>();
    private final List<String> paths;
    private final long era;
    private boolean changed;

    Fetch(KeyRequests requests, LastKnown known, Outage outage, List<Flights.Seat> own) {
        this.requests = requests;
        this.known = known;
        this.outage = outage;
        own.forEach(seat -> seats.put(seat.path(), seat));
        this.paths = own.stream().map(Flights.Seat::path).toList();
        this.era = known.cache().era();
    }

    /** Every seat has landed or failed when this returns or throws. */
    void run(Deadline deadline) {
        try {
            boolean more = true;
            for (int from = 0; more && from < paths.size(); from += Routes.BATCH_LIMIT) {
                more = some(from, deadline);
            }
        } finally {
            // Left over only after a fault of our own; whoever waits for one of them asks anew.
            seats.values().forEach(seat -> seat.fail(KeyServiceException.of(Kind.INTERRUPTED)));
        }
        if (changed) {
            known.save();
        }
    }

    /** Asks for those from an index on that one request takes; false when the rest need not be asked for. */
    private boolean some(int from, Deadline deadline) {
        List<String> some = paths.subList(from, Math.min(paths.size(), from + Routes.BATCH_LIMIT));
        KeyServiceException failure = ask(some, deadline);
        if (failure == null) {
            return true;
        }
        boolean all = failure.kind().concernsAll();
        List<String> hit = all ? paths.subList(from, paths.size()) : some;
        hit.forEach(path -> failed(path, failure));
        return !all;
    }

    /** Asks for some; the failure when the request as a whole has one. */
    private @Nullable KeyServiceException ask(List<String> some, Deadline deadline) {
        try {
            if (some.size() == 1) {
                found(requests.key(some.get(0), deadline));
            } else {
                requests.batch(some, deadline, answers());
            }
            outage.answered();
            return null;
        } catch (KeyServiceException e) {
            outage.failed(e);
            if (e.kind() == Kind.UNAUTHENTICATED) {
                known.forgetAll();
            }
            return e;
        }
    }

    private KeyRequests.Answers answers() {
        return new KeyRequests.Answers() {
            @Override
            public void found(Held held) {
                Fetch.this.found(held);
            }

            @Override
            public void failed(String path, KeyServiceException failure) {
                Fetch.this.failed(path, failure);
            }
        };
    }

    /** Kept before it lands: whoever comes after that finds it in the cache. */
    private void found(Held held) {
        KeyValue value = held.handOut(known.now(), false);
        String path = held.path();
        known.cache().keep(held, era);
        changed = true;
        seat(path).land(value);
    }

    private void failed(String path, KeyServiceException failure) {
        if (failure.kind().takesBack()) {
            known.cache().forget(path);
            changed |= failure.kind() != Kind.UNAUTHENTICATED;
        }
        seat(path).fail(failure);
    }

    private Flights.Seat seat(String path) {
        Flights.Seat seat = seats.get(path);
        if (seat == null) {
            throw new IllegalStateException("an answer that nobody asked for");
        }
        return seat;
    }
}
