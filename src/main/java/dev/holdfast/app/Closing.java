package dev.holdfast.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, closed in the opposite order. Used by one thread. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T later(T part) {
        opened.push(part);
        return part;
    }

    /** Closes all after a failure, which is what is to be told. */
    void quietly() {
        try {
            close();
        } catch (Exception e) {
            // The failure before it is the one that matters.
        }
    }

    /** Closes all, whatever one of them throws; the first fault is thrown at the end. */
    @Override
    public void close() throws Exception {
        Exception first = null;
        for (AutoCloseable part : opened) {
            try {
                part.close();
            } catch (Exception e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
