package dev.holdfast.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a limit; beyond it the connection is given up. */
final class CappedBody implements BodySubscriber<byte[]> {

    /** The limit was passed. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the body is too long");
        }
    }

    private final int limit;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<byte[]> parts = new ArrayList<>();
    private @Nullable Subscription subscription;
    private int length;

    CappedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limit - length) {
                tooLong();
                return;
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            parts.add(part);
            length += part.length;
        }
    }

    private void tooLong() {
        if (subscription != null) {
            subscription.cancel();
        }
        onError(new TooLong());
    }

    @Override
    public void onError(Throwable thrown) {
        wipe();
        body.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        wipe();
        body.complete(whole);
    }

    private void wipe() {
        parts.forEach(part -> Arrays.fill(part, (byte) 0));
        parts.clear();
    }
}
