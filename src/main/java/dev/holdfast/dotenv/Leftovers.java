package dev.holdfast.dotenv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Temporary files that a killed process left behind: of our name, regular, and locked by nobody.
 *
 * <p>A writer holds a lock on its temporary file for as long as that exists, so a file without one is dead. Links are
 * neither followed nor removed. The caller holds {@link EnvLock#inProcess()}, because a lock of this process would be
 * lost by opening the file a second time.
 */
final class Leftovers {

    private static final int MOST_FOLDERS = 10_000;
    private static final int DEEPEST = 8;
    private static final Set<String> NOT_OURS = Set.of(".git", "node_modules", "target", ".venv", "__pycache__");

    private Leftovers() {}

    /** Removes those in one folder; what cannot be removed stays without a word, it is tried again next time. */
    static void removeFrom(Path folder) {
        String pattern = EnvFileName.TEMPORARY_PREFIX + "*" + EnvFileName.TEMPORARY_SUFFIX;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            for (Path path : found) {
                removeIfDead(path);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return;
        }
    }

    /** Removes those in the folders below {@code root}: 8 levels deep, 10,000 folders at most. */
    static void removeBelow(Path root) throws IOException {
        EnvLock.inProcess().lock();
        try {
            Files.walkFileTree(root, Set.of(), DEEPEST, new Walk());
        } finally {
            EnvLock.inProcess().unlock();
        }
    }

    private static void removeIfDead(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Visits folders only as far as they may hold a project's files. */
    private static final class Walk extends SimpleFileVisitor<Path> {

        private int folders;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            Path name = folder.getFileName();
            if (name != null && NOT_OURS.contains(name.toString())) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders++;
            return folders > MOST_FOLDERS ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path name = file.getFileName();
            if (name != null && attributes.isRegularFile() && EnvFileName.isTemporary(name.toString())) {
                try {
                    removeIfDead(file);
                } catch (IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
