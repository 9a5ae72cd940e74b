package dev.holdfast.backup;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder in the home folder that its owner alone may enter, for an open copy of the database; gone at the end.
 *
 * <p>One at a time: a lock keeps other backups and restores out, so that what a killed one left can be told and removed.
 */
public final class ScratchFolder implements AutoCloseable {

    private static final String PREFIX = ".scratch-";

    private final FileChannel lock;
    private final Path path;

    private ScratchFolder(FileChannel lock, Path path) {
        this.lock = lock;
        this.path = path;
    }

    /**
     * Makes it, with room for a copy.
     *
     * @param room bytes that must be free there
     * @throws Refusal when another backup or restore runs, or there is not room enough
     */
    public static ScratchFolder in(Path home, long room) throws IOException {
        FileChannel channel = FileChannel.open(
                home.resolve("backup.lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (!locked(channel)) {
                throw new Refusal(
                        Reason.STORE_UNAVAILABLE,
                        "Another backup or restore of this home folder is running.",
                        "Call again when it has ended.");
            }
            removeLeftovers(home);
            if (Files.getFileStore(home).getUsableSpace() < room) {
                throw new Refusal(
                        Reason.STORE_UNAVAILABLE,
                        "The disk of the home folder has no room for a copy of the database.",
                        "Free some space there and call again; nothing was changed.");
            }
            return new ScratchFolder(channel, Files.createTempDirectory(home, PREFIX));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void removeLeftovers(Path home) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    remove(folder);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** The file in it for the copy. */
    public Path copy() {
        return path.resolve("copy.db");
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            remove(path);
        } finally {
            lock.close();
        }
    }
}
