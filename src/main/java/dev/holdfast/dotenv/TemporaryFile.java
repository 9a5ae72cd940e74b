package dev.holdfast.dotenv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * The new content on its way: a file beside the old one, made 0600, locked while it lives, and gone when closed.
 *
 * <p>The lock tells {@link Leftovers} that somebody still works on it.
 */
final class TemporaryFile implements AutoCloseable {

    private static final int TRIES = 5;

    private final Path path;
    private final FileChannel channel;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static TemporaryFile in(Path folder) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            String name = EnvFileName.TEMPORARY_PREFIX + UUID.randomUUID() + EnvFileName.TEMPORARY_SUFFIX;
            Path path = folder.resolve(name);
            FileChannel channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            TemporaryFile file = new TemporaryFile(path, channel);
            // Between creation and lock another process may have taken it for a leftover.
            if (channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return file;
            }
            file.close();
        }
        throw EnvRefusals.unwritable();
    }

    Path path() {
        return path;
    }

    void write(byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void sync() throws IOException {
        channel.force(true);
    }

    void replace(Path old) throws IOException {
        Files.move(path, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes a name that nobody has: a link fails where a rename would overwrite what came to stand there meanwhile. */
    void become(Path missing) throws IOException {
        try {
            Files.createLink(missing, path);
        } catch (FileAlreadyExistsException e) {
            throw EnvRefusals.changedMeanwhile();
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without hard links; this looks first and then renames.
            moveWhereNothingStands(missing);
        }
    }

    private void moveWhereNothingStands(Path missing) throws IOException {
        try {
            Files.move(path, missing);
        } catch (FileAlreadyExistsException e) {
            throw EnvRefusals.changedMeanwhile();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(path);
        } finally {
            channel.close();
        }
    }
}
