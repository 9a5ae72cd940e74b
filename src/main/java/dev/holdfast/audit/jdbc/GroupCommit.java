package dev.holdfast.audit.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes what many threads want to write in as few commits as it can: who comes while one is under way goes together in
 * the next.
 *
 * <p>No thread of its own: the first to come commits for all who wait, so that a single caller pays for no hand-over. The
 * next one begins to commit before those who are done are woken, so that the disk does not wait for threads. It first
 * gives them a moment to come back, which is short beside a commit: half as many commits carry the same works.
 */
final class GroupCommit<W> {

    private static final int MOST = 256;
    private static final long LONGEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

    /** The pause is at most this part of what the last commit took. */
    private static final int PART_OF_COMMIT = 4;

    /** Commits works together, all or none. */
    interface Committer<W> {
        void commit(List<W> works);
    }

    private final Committer<W> committer;

    // All guarded by queue.
    private final Queue<Waiting<W>> queue = new ArrayDeque<>();
    private boolean committing;
    private int expected;
    private long pause;

    GroupCommit(Committer<W> committer) {
        this.committer = committer;
    }

    /** Returns when the work was committed; throws what the commit threw. */
    void write(W work) {
        Waiting<W> mine = new Waiting<>(work);
        synchronized (queue) {
            queue.add(mine);
            if (!committing) {
                committing = true;
                mine.state = State.LEADS;
            }
        }
        if (mine.await() == State.LEADS) {
            awaitOthers();
            commit(next());
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    /** As many as there were last time are likely to come again. One caller alone never waits. */
    @SuppressWarnings("ThreadPriorityCheck") // A park is longer than the whole pause; nothing depends on who comes.
    private void awaitOthers() {
        long until = System.nanoTime();
        synchronized (queue) {
            until += pause;
        }
        while (missing() && System.nanoTime() < until) {
            Thread.yield();
        }
    }

    private boolean missing() {
        synchronized (queue) {
            return queue.size() < Math.min(expected, MOST);
        }
    }

    /** Who leads is the first in the queue, and so among them. */
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
        long begun = System.nanoTime();
        try {
            committer.commit(group.stream().map(waiting -> waiting.work).toList());
            end(group, null, begun);
        } catch (RuntimeException e) {
            end(group, e, begun);
        } catch (Error e) {
            // Nobody may wait for a work that nobody does.
            end(group, new IllegalStateException("the commit did not come to its end"), begun);
            throw e;
        }
    }

    private void end(List<Waiting<W>> group, @Nullable RuntimeException failure, long begun) {
        Waiting<W> leader;
        synchronized (queue) {
            expected = group.size() + queue.size();
            pause = Math.min((System.nanoTime() - begun) / PART_OF_COMMIT, LONGEST_PAUSE);
            leader = queue.peek();
            committing = leader != null;
        }
        if (leader != null) {
            leader.wake(State.LEADS);
        }
        for (Waiting<W> waiting : group) {
            waiting.failure = failure;
            waiting.wake(State.DONE);
        }
    }

    private enum State {
        WAITS,
        LEADS,
        DONE
    }

    /** A work and what became of it. */
    private static final class Waiting<W> {

        private final W work;
        private final Thread thread = Thread.currentThread();
        private volatile State state = State.WAITS;

        /** Set before the state, and read after it. */
        private @Nullable RuntimeException failure;

        Waiting(W work) {
            this.work = work;
        }

        /** An interrupted thread waits on: its work may be under way. */
        State await() {
            boolean interrupted = false;
            while (state == State.WAITS) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                thread.interrupt();
            }
            return state;
        }

        void wake(State next) {
            state = next;
            LockSupport.unpark(thread);
        }
    }
}
