package dev.holdfast.audit.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes what many threads want to write in as few commits as it can: who comes while one is under way goes together in
 * the next.
 *
 * <p>No thread of its own: the first to come commits for all who wait, so that a single caller pays for no hand-over.
 */
final class GroupCommit<W> {

    private static final int MOST = 256;

    /** Commits works together, all or none. */
    interface Committer<W> {
        void commit(List<W> works);
    }

    private final Committer<W> committer;
    private final Queue<Waiting<W>> queue = new ArrayDeque<>();
    private final Lock committing = new ReentrantLock(true);

    GroupCommit(Committer<W> committer) {
        this.committer = committer;
    }

    /** Returns when the work was committed; throws what the commit threw. */
    void write(W work) {
        Waiting<W> mine = new Waiting<>(work);
        synchronized (queue) {
            queue.add(mine);
        }
        committing.lock();
        try {
            while (!mine.done) {
                commit(next());
            }
        } finally {
            committing.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private List<Waiting<W>> next() {
        List<Waiting<W>> group = new ArrayList<>();
        synchronized (queue) {
            while (group.size() < MOST && !queue.isEmpty()) {
                group.add(queue.remove());
            }
        }
        return group;
    }

    private void commit(List<Waiting<W>> group) {
        try {
            committer.commit(group.stream().map(waiting -> waiting.work).toList());
            end(group, null);
        } catch (RuntimeException e) {
            end(group, e);
        } catch (Error e) {
            // Nobody may wait for a work that nobody does.
            end(group, new IllegalStateException("the commit did not come to its end"));
            throw e;
        }
    }

    private static <W> void end(List<Waiting<W>> group, @Nullable RuntimeException failure) {
        for (Waiting<W> waiting : group) {
            waiting.failure = failure;
            waiting.done = true;
        }
    }

    /** A work and what became of it; guarded by {@code committing}. */
    private static final class Waiting<W> {

        private final W work;
        private boolean done;
        private @Nullable RuntimeException failure;

        Waiting(W work) {
            this.work = work;
        }
    }
}
