package dev.holdfast.dotenv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the file system says of a path itself, links not followed.
 *
 * @param key device and inode: another key is another file
 * @param links names of the file; more than one is a hard link
 */
record FileFacts(
        Object key,
        boolean regular,
        boolean symbolicLink,
        int links,
        int owner,
        int group,
        long size,
        Set<PosixFilePermission> mode) {

    /** The facts, or nothing where there is no such file. */
    static Optional<FileFacts> of(Path path) throws IOException {
        try {
            return Optional.of(from(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static FileFacts from(Path path) throws IOException {
        PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> unix = Files.readAttributes(path, "unix:nlink,uid,gid", LinkOption.NOFOLLOW_LINKS);
        return new FileFacts(
                Objects.requireNonNull(posix.fileKey()),
                posix.isRegularFile(),
                posix.isSymbolicLink(),
                number(unix, "nlink"),
                number(unix, "uid"),
                number(unix, "gid"),
                posix.size(),
                Set.copyOf(posix.permissions()));
    }

    private static int number(Map<String, Object> unix, String name) {
        return ((Number) Objects.requireNonNull(unix.get(name))).intValue();
    }
}
