package dev.holdfast.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is done once when a request has ended: with its thread, or with the stream that it has become. */
final class Ending implements AsyncListener {

    private final Runnable work;
    private final AtomicBoolean done = new AtomicBoolean();

    Ending(Runnable work) {
        this.work = work;
    }

    /** Does it now, or when the request's stream ends. */
    void follow(ServletRequest request) {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(this);
        } else {
            now();
        }
    }

    void now() {
        if (done.compareAndSet(false, true)) {
            work.run();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        now();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        now();
    }

    @Override
    public void onError(AsyncEvent event) {
        now();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
