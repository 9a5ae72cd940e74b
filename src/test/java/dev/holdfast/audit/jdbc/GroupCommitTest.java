package dev.holdfast.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {

    private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> writers = new ArrayList<>();
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore mayCommit = new Semaphore(0);

    private GroupCommit<Integer> failing(Throwable failure) {
        return new GroupCommit<>(works -> {
            groups.add(works);
            entered.release();
            mayCommit.acquireUninterruptibly();
            if (works.contains(13)) {
                sneak(failure);
            }
        });
    }

    private static void sneak(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        throw (Error) failure;
    }

    /** The first work under way, alone, and {@code works} waiting behind it; then all of it is let go. */
    private List<Future<?>> behindTheFirst(GroupCommit<Integer> commits, int... works) {
        List<Future<?>> done = new ArrayList<>();
        done.add(writing(commits, 0));
        entered.acquireUninterruptibly();
        for (int work : works) {
            done.add(writing(commits, work));
        }
        // A writer that waits has put its work into the queue before.
        for (Thread writer : writers) {
            while (writer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        mayCommit.release(2);
        return done;
    }

    private Future<?> writing(GroupCommit<Integer> commits, int work) {
        FutureTask<Boolean> task = new FutureTask<>(() -> commits.write(work), true);
        Thread writer = new Thread(task);
        writer.setDaemon(true);
        writers.add(writer);
        writer.start();
        return task;
    }

    private static Throwable failure(Future<?> done) throws InterruptedException {
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void write_whoComesMeanwhile_goesTogetherInTheNextCommit() throws Exception {
        for (Future<?> done : behindTheFirst(failing(new IllegalStateException()), 1, 2, 3)) {
            assertThat(failure(done)).isNull();
        }
        assertThat(groups).hasSize(2);
        assertThat(groups.get(0)).containsExactly(0);
        assertThat(groups.get(1)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void write_commitFails_failsAllOfThatGroupAndNoOther() throws Exception {
        GroupCommit<Integer> commits = failing(new IllegalStateException("full"));
        List<Future<?>> done = behindTheFirst(commits, 1, 13, 3);
        assertThat(failure(done.get(0))).isNull();
        for (Future<?> each : done.subList(1, 4)) {
            assertThat(failure(each)).isInstanceOf(IllegalStateException.class);
        }
        mayCommit.release();
        commits.write(5);
        assertThat(groups).hasSize(3);
    }

    /** Nobody may wait for a work that nobody does, and nobody may be told that it was done. */
    @Test
    void write_commitEndsWithAnError_failsAllOfThatGroup() throws Exception {
        List<Future<?>> done = behindTheFirst(failing(new StackOverflowError()), 1, 13, 3);
        for (Future<?> each : done.subList(1, 4)) {
            assertThat(failure(each)).isNotNull();
        }
        assertThat(groups).hasSize(2);
    }
}
