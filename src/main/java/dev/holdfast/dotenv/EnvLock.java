package dev.holdfast.dotenv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to replace an existing {@code .env}, held against other writers of ours: a lock on the old file.
 *
 * <p>Whoever waits for it finds afterwards that the path names another file, and refuses. A file that may not be opened
 * for writing is replaced without the lock; comparing its content still stands. Programs that take no lock, such as
 * editors, are found by that comparison alone.
 */
final class EnvLock implements AutoCloseable {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** POSIX locks belong to the process and end when any of its channels to the file is closed: one at a time. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock(true);

    private final FileChannel channel;

    private EnvLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Held around every reading and writing of an {@code .env} in this process. */
    static ReentrantLock inProcess() {
        return IN_PROCESS;
    }

    /**
     * Opens and locks the file that is there now; one that may not be written is opened alone.
     *
     * @throws NoSuchFileException when it is gone
     */
    static EnvLock on(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            return new EnvLock(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        EnvLock lock = new EnvLock(channel);
        if (!lock.acquire()) {
            lock.close();
            throw EnvRefusals.refused(
                    "Another program holds the file.", "Wait until it is done with the file, then call again.");
        }
        return lock;
    }

    private boolean acquire() throws IOException {
        long start = System.nanoTime();
        FileLock lock = channel.tryLock();
        while (lock == null && System.nanoTime() - start < LONGEST_WAIT_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
            lock = channel.tryLock();
        }
        return lock != null;
    }

    /** The locked file's content, read through the same channel: closing another one would give up the lock. */
    byte[] content() throws IOException {
        return EnvBytes.read(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
