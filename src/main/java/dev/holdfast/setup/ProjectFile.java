package dev.holdfast.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of a project that {@code init} adds to: read whole, and replaced whole by a rename, its mode kept.
 *
 * <p>A link is followed (CLAUDE.md is often one, to AGENTS.md) when it stays in the project. What is written is
 * configuration without secrets, so a new file has the usual mode 0644, or 0755 where it is run.
 */
public final class ProjectFile {

    private final Path folder;
    private final Path file;

    /**
     * @param folder the project's
     * @param name of the file, relative to it
     */
    public ProjectFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    /**
     * The text of the file; null when there is none.
     *
     * @throws IOException also when it is not UTF-8, not a regular file, or a link out of the project
     */
    public @Nullable String read() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(target())))
                .toString();
    }

    /** Replaces the file, or makes it and the folders that it lies in. */
    public void write(String text, boolean executable) throws IOException {
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (!there) {
            makeFolders();
        }
        Path target = there ? target() : file;
        Set<PosixFilePermission> mode = there
                ? Files.getPosixFilePermissions(target)
                : PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
        Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            Files.writeString(draft, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(draft, mode);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Takes the file away; a link to it stays. */
    void delete() throws IOException {
        Files.delete(target());
    }

    private void makeFolders() throws IOException {
        Path parent = file.getParent();
        if (parent == null || Files.isDirectory(parent)) {
            inside(parent == null ? folder : parent);
            return;
        }
        Files.createDirectory(parent);
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path target() throws IOException {
        Path real = inside(file);
        if (!Files.isRegularFile(real)) {
            throw new IOException("not a regular file");
        }
        return real;
    }

    private Path inside(Path path) throws IOException {
        Path real = path.toRealPath();
        if (!real.startsWith(folder.toRealPath())) {
            throw new IOException("a link out of the project");
        }
        return real;
    }
}
