package dev.holdfast.store.vault;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a request while its call has time, up to four times unless it only came too often, and stops asking a server that keeps failing.
 *
 * <p>Waits 50 ms, doubled each time up to a second and spread by half, or what the server asks for. When of the last 10 to 20
 * requests, repeats not counted, at least half failed through the server or the net, none is sent for two seconds, then
 * one to try. Thread-safe.
 */
final class Repeats {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration ENOUGH_TO_ASK = Duration.ofMillis(200);
    /** So often the server or the net may fail a request before its caller is told: a refused connection fails at once. */
    private static final int FAILURES = 5;

    /** More than any time limit has room for. */
    private static final int ATTEMPTS = 100;

    private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(FIRST, 2, 0.5, LONGEST);

    private final TimeLimit limit;
    private final CircuitBreaker breaker;
    private final Retry always = retry(failure -> true);
    private final Retry ifNotDone = retry(Failure::certainlyNotDone);

    Repeats(TimeLimit limit, Clock clock) {
        this.limit = limit;
        this.breaker = CircuitBreaker.of(
                "vault",
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .writableStackTraceEnabled(false)
                        .recordException(thrown -> thrown instanceof Failure failure
                                && failure.fault().ofServer())
                        .build());
    }

    /**
     * Sends a request.
     *
     * @param mayBeDoneTwice whether it is repeated although it may have been carried out
     * @throws Failure when it failed at last
     */
    Answer send(boolean mayBeDoneTwice, Supplier<Answer> request) {
        Retry retry = mayBeDoneTwice ? always : ifNotDone;
        Attempts attempts = new Attempts(request);
        try {
            return breaker.executeSupplier(() -> retry.executeSupplier(attempts));
        } catch (CallNotPermittedException e) {
            throw Failure.of(Fault.CIRCUIT_OPEN);
        } catch (Failure last) {
            throw mayBeDoneTwice || last.certainlyNotDone() ? attempts.cause(last) : last;
        }
    }

    /** One request and its repeats. */
    private static final class Attempts implements Supplier<Answer> {

        private final Supplier<Answer> request;
        private @Nullable Failure told;
        private int failures;

        Attempts(Supplier<Answer> request) {
            this.request = request;
        }

        @Override
        public Answer get() {
            try {
                return request.get();
            } catch (Failure failure) {
                told = failure.fault() == Fault.TIME_LIMIT ? told : failure;
                failures += failure.fault() == Fault.RATE_LIMITED ? 0 : 1;
                throw failures == FAILURES ? failure.forGood() : failure;
            }
        }

        /** Why it failed: that the last repeat had too little time left says less than what came before. */
        Failure cause(Failure last) {
            return last.fault() == Fault.TIME_LIMIT && told != null ? told : last;
        }
    }

    private Retry retry(Predicate<Failure> mayRepeat) {
        return Retry.of(
                "vault",
                RetryConfig.<Answer>custom()
                        .maxAttempts(ATTEMPTS)
                        .retryOnException(thrown -> thrown instanceof Failure failure
                                && failure.passing()
                                && mayRepeat.test(failure)
                                && timeFor(failure))
                        .intervalBiFunction(this::pause)
                        .build());
    }

    private boolean timeFor(Failure failure) {
        Duration wait = failure.retryAfter();
        return limit.left().compareTo(wait == null ? ENOUGH_TO_ASK : wait.plus(ENOUGH_TO_ASK)) > 0;
    }

    /** Milliseconds to wait; never more than half of what is left, so that there is time to ask again. */
    private long pause(int attempt, Either<Throwable, Answer> outcome) {
        if (outcome.isLeft() && outcome.getLeft() instanceof Failure failure && failure.retryAfter() != null) {
            return failure.retryAfter().toMillis();
        }
        return Math.min(BACKOFF.apply(attempt), Math.max(0, limit.left().toMillis() / 2));
    }
}
