package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.AuditException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Tells which processes that write the log are alive: each holds a lock on a byte of one file, at its own number.
 *
 * <p>The system releases the lock when a process ends, however it ends. Nothing is ever written into the file.
 */
final class Writers implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock own;

    private Writers(FileChannel channel, FileLock own) {
        this.channel = channel;
        this.own = own;
    }

    static Writers join(Path file, SecureRandom random) throws IOException {
        FileChannel channel = channel(file);
        try {
            while (true) {
                long number = 1 + (random.nextLong() >>> 16);
                FileLock lock = channel.tryLock(number, 1, false);
                if (lock != null) {
                    return new Writers(channel, lock);
                }
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The lock of all numbers at once: who joins waits until it is closed. */
    static AutoCloseable alone(Path file) throws IOException {
        FileChannel channel = channel(file);
        try {
            if (channel.tryLock() == null) {
                throw new AuditException(
                        "Another process of Holdfast has this home folder open.",
                        "End the servers that use it and close the clients that started one, then call again.");
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** The number of this process, 1 or more. */
    long number() {
        return own.position();
    }

    boolean alive(long number) throws IOException {
        try (FileLock lock = channel.tryLock(number, 1, false)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // Held in this very process.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
