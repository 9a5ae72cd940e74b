package dev.holdfast.store.vault;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as bytes: so many at most, and whole within its time.
 *
 * <p>The time limit of the JDK's request ends with the headers; a server that drips a byte a second would hold a call for
 * ever. A body that is too large or too slow ends the connection it came on.
 */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final int most;
    private final Duration limit;
    private @Nullable Subscription subscription;
    private long received;

    LimitedBody(int most, Duration limit) {
        this.most = most;
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody()
                .toCompletableFuture()
                .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((bytes, fault) -> {
                    if (fault != null) {
                        end();
                    }
                });
    }

    private synchronized void end() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onSubscribe(Subscription given) {
        synchronized (this) {
            subscription = given;
        }
        whole.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received > most) {
            whole.onError(Failure.of(Fault.TOO_LARGE));
        } else {
            whole.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable fault) {
        whole.onError(fault);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
