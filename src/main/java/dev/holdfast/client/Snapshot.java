package dev.holdfast.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The last known values in a file, replaced as a whole and readable by its owner alone.
 *
 * <p>A file that is missing, changed, or of another token or service holds nothing. One that is no snapshot at all is
 * never overwritten or deleted. Thread-safe.
 */
final class Snapshot {

    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final Path file;
    private final SealedValues sealed;

    Snapshot(Path file, SealedValues sealed) {
        this.file = file;
        this.sealed = sealed;
    }

    synchronized List<Held> load() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            return content.length > MAX_BYTES ? List.of() : sealed.open(content);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Replaces the file by one with these values. */
    synchronized void save(List<Held> values) throws IOException {
        if (foreign()) {
            throw new FileSystemException("a file that is no snapshot stands there");
        }
        byte[] content = sealed.seal(values);
        Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            write(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    synchronized void delete() throws IOException {
        if (!foreign()) {
            Files.deleteIfExists(file);
        }
    }

    private boolean foreign() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return !SealedValues.marked(in.readNBytes(SealedValues.MARK.length));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void write(Path fresh, byte[] content) throws IOException {
        boolean posix = fresh.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
