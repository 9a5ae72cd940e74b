package dev.holdfast.app;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes its time to open, and may fail now and work later.
 *
 * <p>Opened in the background; who needs it waits up to {@link #LONGEST_WAIT}, then is refused. After a failure the next
 * one who needs it tries again. Thread-safe.
 */
final class Opening<T> implements Supplier<T> {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Supplier<T> open;
    private @Nullable CompletableFuture<T> attempt;

    Opening(Supplier<T> open) {
        this.open = open;
    }

    /** Begins to open, unless that has begun or is done. */
    synchronized void begin() {
        if (attempt == null || attempt.isCompletedExceptionally()) {
            CompletableFuture<T> begun = new CompletableFuture<>();
            attempt = begun;
            Thread thread = new Thread(() -> complete(begun), "opening");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private synchronized CompletableFuture<T> attempt() {
        begin();
        return Objects.requireNonNull(attempt);
    }

    private void complete(CompletableFuture<T> begun) {
        try {
            begun.complete(open.get());
        } catch (RuntimeException | Error e) {
            begun.completeExceptionally(e);
        }
    }

    /** What was opened, if it was. */
    synchronized @Nullable T now() {
        return attempt == null || !attempt.isDone() || attempt.isCompletedExceptionally() ? null : attempt.join();
    }

    @Override
    public T get() {
        try {
            return attempt().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Refusal(
                    Reason.AUDIT_UNAVAILABLE,
                    "The store and its audit are still being opened, so no row can be written yet.",
                    "Call again in a few seconds.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Reason.AUDIT_UNAVAILABLE, "The call was interrupted.", "Call again.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new Refusal(
                    Reason.INTERNAL,
                    "Something went wrong inside Holdfast while it opened; this is a bug.",
                    "Run 'holdfast doctor'.");
        }
    }
}
