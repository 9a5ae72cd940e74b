package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is being asked for, so that callers for one path make one request. Thread-safe. */
final class Flights {

    private final ConcurrentMap<String, CompletableFuture<KeyValue>> flying = new ConcurrentHashMap<>();

    /** A caller's place on the request for a path; one of them has to make it. */
    final class Seat {

        private final String path;
        private final CompletableFuture<KeyValue> landing;
        private final boolean own;

        private Seat(String path, CompletableFuture<KeyValue> landing, boolean own) {
            this.path = path;
            this.landing = landing;
            this.own = own;
        }

        String path() {
            return path;
        }

        /** Whether this caller makes the request, and calls {@link #land} or {@link #fail}. */
        boolean own() {
            return own;
        }

        /** Takes the value over. It stays unwiped: nobody knows who is the last to take a copy. */
        void land(KeyValue value) {
            flying.remove(path, landing);
            landing.complete(value);
        }

        /** Does nothing where the request has ended already. */
        void fail(KeyServiceException failure) {
            flying.remove(path, landing);
            landing.completeExceptionally(failure);
        }

        KeyValue await(Deadline deadline) {
            try {
                return landing.get(deadline.leftNanos(), TimeUnit.NANOSECONDS).copy();
            } catch (TimeoutException e) {
                throw KeyServiceException.of(Kind.UNAVAILABLE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KeyServiceException.of(Kind.INTERRUPTED);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KeyServiceException failure
                        ? failure.again()
                        : KeyServiceException.of(Kind.INTERNAL);
            }
        }
    }

    /** Joins the request for a path, or begins one. */
    Seat board(String path) {
        CompletableFuture<KeyValue> mine = new CompletableFuture<>();
        CompletableFuture<KeyValue> before = flying.putIfAbsent(path, mine);
        return before == null ? new Seat(path, mine, true) : new Seat(path, before, false);
    }

    /** Nobody joins what is flying now any more. */
    void close() {
        flying.clear();
    }
}
