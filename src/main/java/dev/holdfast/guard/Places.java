package dev.holdfast.guard;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the file that a path leads to, links and second names included, and tells whether it is a {@code .env}. */
final class Places {

    private static final int MOST_LINKS = 40;

    private Places() {}

    /** The file of a path that a tool was given, from its working folder; null when there can be none. */
    static @Nullable Path of(@Nullable Path folder, String path) {
        try {
            String home = System.getProperty("user.home");
            Path given = path.equals("~") || path.startsWith("~/") ? Path.of(home + path.substring(1)) : Path.of(path);
            if (folder == null && !given.isAbsolute()) {
                return null;
            }
            return folder == null ? given : folder.resolve(given);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Whether it is named like a {@code .env}, or leads to one by links, or is the same file as one beside it. */
    static boolean isEnv(Path file) {
        return EnvNames.may(file.toString()) || leadsToEnv(file) || isSecondName(file);
    }

    private static boolean leadsToEnv(Path file) {
        Path next = file;
        try {
            for (int links = 0; Files.isSymbolicLink(next); links++) {
                if (links == MOST_LINKS) {
                    return true; // In doubt.
                }
                next = next.resolveSibling(Files.readSymbolicLink(next));
                if (EnvNames.may(next.toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isSecondName(Path file) {
        Path real = file;
        try {
            if (!Files.exists(file)
                    || ((Integer) Files.getAttribute(file, "unix:nlink")) < 2
                    || Files.isDirectory(file)) {
                return false;
            }
            real = file.toRealPath();
            Path folder = real.getParent();
            return folder != null
                    && (hasSame(folder, real) || (folder.getParent() != null && hasSame(folder.getParent(), real)));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return false; // A file system without second names.
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean hasSame(Path folder, Path file) throws IOException {
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder, one -> EnvNames.may(one.toString()))) {
            for (Path one : beside) {
                if (Files.exists(one) && Files.isSameFile(one, file)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The bytes of a file as it is; an empty array when there is none, null when it cannot be read as a {@code .env}. */
    static byte @Nullable [] bytes(Path file) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || (Files.isSymbolicLink(file) && !Files.exists(file))) {
                return new byte[0];
            }
            boolean fits = Files.isRegularFile(file) && Files.size(file) <= EnvWriting.MAX;
            return fits ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
