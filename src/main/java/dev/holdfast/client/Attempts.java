package dev.holdfast.client;

import dev.holdfast.client.KeyServiceException.Kind;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Supplier;

/** Sends a request until it succeeds, fails for good, or its time is over. All requests only read, so each may be repeated. */
final class Attempts {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Transport transport;
    private final int retries;
    private final Timing timing;

    Attempts(Transport transport, int retries, Timing timing) {
        this.transport = transport;
        this.retries = retries;
        this.timing = timing;
    }

    /** The answer with status 200, which the caller closes. */
    Reply send(Supplier<HttpRequest> request, Deadline deadline) {
        for (int repeated = 0; ; repeated++) {
            KeyServiceException failure;
            try {
                return once(request.get(), deadline);
            } catch (KeyServiceException e) {
                failure = e;
            }
            if (!failure.kind().passing() || repeated >= retries || !paused(pause(failure, repeated), deadline)) {
                throw failure;
            }
        }
    }

    private Reply once(HttpRequest request, Deadline deadline) {
        Reply reply = transport.exchange(request, deadline);
        if (Failures.good(reply)) {
            return reply;
        }
        try (reply) {
            throw Failures.of(reply, timing.now());
        }
    }

    /** Full jitter: of many clients that failed together no two come back together. */
    private Duration pause(KeyServiceException failure, int repeated) {
        long room = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(repeated, 10));
        Duration jitter = Duration.ofMillis((long) (timing.chance() * room));
        return failure.retryAfter().map(jitter::plus).orElse(jitter);
    }

    /** Pauses; false when the time for the call would be over then. */
    private boolean paused(Duration pause, Deadline deadline) {
        if (pause.compareTo(Duration.ofNanos(deadline.leftNanos())) >= 0) {
            return false;
        }
        try {
            timing.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KeyServiceException.of(Kind.INTERRUPTED);
        }
    }
}
