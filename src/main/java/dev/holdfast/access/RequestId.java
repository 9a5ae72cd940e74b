package dev.holdfast.access;

import org.jspecify.annotations.Nullable;

/**
 * The request that a thread works on, for the lines of the log; closed when the thread is done with it.
 *
 * <p>Ours alone: the id that a caller sends is the caller's text, and stands in the audit beside ours. Not inherited by
 * threads that are started meanwhile, which live longer than the request.
 */
public final class RequestId implements AutoCloseable {

    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private RequestId() {}

    /** @param id of {@link Call#requestId} */
    public static RequestId enter(String id) {
        CURRENT.set(ours(id));
        return new RequestId();
    }

    /** The part of a call's id that we made. */
    public static String ours(String id) {
        int theirs = id.indexOf('/');
        return theirs < 0 ? id : id.substring(0, theirs);
    }

    /** Null where this thread works on none. */
    public static @Nullable String current() {
        return CURRENT.get();
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
