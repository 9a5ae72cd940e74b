package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A {@code .env} that was located inside a {@link Workspace}: whether it may be written, and what is in it now.
 *
 * <p>Links are never followed from here on. Immutable.
 */
public final class EnvFile {

    private final Path root;
    private final Path path;

    EnvFile(Path root, Path path) {
        this.root = root;
        this.path = path;
    }

    /** The path from the workspace, for a reply. */
    public String label() {
        return root.relativize(path).toString();
    }

    Path path() {
        return path;
    }

    /** The workspace, links resolved. */
    Path root() {
        return root;
    }

    Path folder() {
        Path folder = path.getParent();
        if (folder == null) {
            throw new IllegalStateException("a located file has a folder");
        }
        return folder;
    }

    /**
     * Asks everything that forbids writing and can be known without a value: links, the kind of file, owner, git.
     *
     * @throws Refusal {@code ENV_REFUSED}
     */
    public void requireWritable() {
        try {
            if (!folder().toRealPath().equals(folder())) {
                throw EnvRefusals.changedMeanwhile();
            }
            Optional<FileFacts> facts = FileFacts.of(path);
            facts.ifPresent(EnvFile::requirePlain);
            if (facts.isPresent() && facts.get().links() > 1) {
                throw EnvRefusals.refused(
                        "The file has a second name (a hard link), so a secret in it would stand in two places.",
                        "Make it a file of its own (copy it, then move the copy over it), then call again.");
            }
            facts.ifPresent(Owner::requireReplaceable);
            GitWorkTree.around(folder())
                    .ifPresent(tree -> tree.requireIgnored(path.getFileName().toString()));
            if (!Files.isWritable(folder())) {
                throw EnvRefusals.unwritable();
            }
        } catch (IOException e) {
            throw EnvRefusals.unreadable();
        }
    }

    /**
     * Reads the file as it is now; a missing one is empty.
     *
     * @throws Refusal {@code ENV_REFUSED} when it is a link, no regular file, longer than 1 MiB, or cannot be read
     */
    public EnvText read() {
        EnvLock.inProcess().lock();
        try {
            Optional<FileFacts> facts = FileFacts.of(path);
            if (facts.isEmpty()) {
                return EnvText.missing();
            }
            requirePlain(facts.get());
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return EnvText.of(EnvBytes.read(channel), facts.get());
            }
        } catch (IOException e) {
            throw EnvRefusals.unreadable();
        } finally {
            EnvLock.inProcess().unlock();
        }
    }

    private static void requirePlain(FileFacts facts) {
        if (facts.symbolicLink()) {
            throw EnvRefusals.refused(
                    "The file is a symbolic link, and links are not followed.",
                    "Name the file that it leads to, or put a file in its place.");
        }
        if (!facts.regular()) {
            throw EnvRefusals.refused(
                    "What stands there is not a regular file.", "Name a file, or remove what stands there.");
        }
        if (facts.size() > EnvBytes.MAX) {
            throw EnvBytes.tooLong();
        }
    }

    @Override
    public String toString() {
        return "EnvFile[" + label() + "]";
    }
}
