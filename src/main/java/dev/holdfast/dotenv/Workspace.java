package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The folder of a project, inside which alone a {@code .env} is read or written.
 *
 * <p>Relative paths start at it. Paths are compared component by component after links were resolved, so that neither
 * {@code ..}, nor a link, nor a folder whose name merely begins alike leads outside. Folders are never made. Immutable.
 */
public final class Workspace {

    private static final int LONGEST_PATH = 4096;

    private final Path root;

    /** Takes the folder as it was named; it need exist only when a file in it is asked for. */
    public Workspace(Path root) {
        this.root = root.toAbsolutePath();
    }

    /**
     * The file that a caller named. It need not exist, its folder must.
     *
     * @throws Refusal {@code INVALID_ARGUMENT} when {@code file} is no path, {@code ENV_REFUSED} when it lies outside, in
     *     a folder that is not there or belongs to git, or is not named like a {@code .env}
     */
    public EnvFile locate(String file) {
        Path named = parse(file);
        Path name = named.getFileName();
        if (name == null || file.endsWith("/")) {
            throw notAFile();
        }
        EnvFileName.require(name.toString());
        Path realRoot = realRoot();
        Path folder = realFolder(realRoot, named);
        for (Path part : realRoot.relativize(folder)) {
            if (part.toString().equals(".git")) {
                throw EnvRefusals.refused(
                        "The file would lie among git's own files.", "Name a file in the project's own folders.");
            }
        }
        return new EnvFile(realRoot, folder.resolve(name));
    }

    /** Removes what a crash left behind in the folder itself, where most projects have their {@code .env}. */
    public void removeOwnLeftovers() {
        EnvLock.inProcess().lock();
        try {
            Leftovers.removeFrom(root.toRealPath());
        } catch (IOException e) {
            // A folder that is not there has none.
            return;
        } finally {
            EnvLock.inProcess().unlock();
        }
    }

    /** Removes what a crash left behind, see {@link Leftovers}: at the start of a program, in all of the folders. */
    public void removeLeftovers() {
        try {
            Leftovers.removeBelow(root.toRealPath());
        } catch (IOException e) {
            // A folder that cannot be walked now is cleaned by the next write into it.
            return;
        }
    }

    /** Whether a file, absolute and without links, lies in the workspace. */
    boolean holds(Path file) {
        return file.startsWith(realRoot());
    }

    /** The path of such a file from the workspace, for a reply. */
    String label(Path file) {
        return realRoot().relativize(file).toString();
    }

    /**
     * A file of any name that a caller named and that must exist, without links.
     *
     * @throws Refusal {@code INVALID_ARGUMENT} when it is no path, {@code ENV_REFUSED} when it lies outside or is not there
     */
    Path existing(String file) {
        Path named = parse(file);
        Path root = realRoot();
        Path name = named.getFileName();
        if (name == null) {
            throw notAFile();
        }
        try {
            Path real = realFolder(root, named).resolve(name).toRealPath();
            if (!real.startsWith(root)) {
                throw outside();
            }
            return real;
        } catch (IOException e) {
            throw EnvRefusals.unreadable();
        }
    }

    private static Path parse(String file) {
        if (file.isBlank() || file.length() > LONGEST_PATH) {
            throw notAFile();
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw notAFile();
        }
    }

    private Path realRoot() {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw EnvRefusals.refused(
                    "The workspace folder cannot be reached.",
                    "Start Holdfast in the project's folder, or name it with --workspace.");
        }
    }

    private Path realFolder(Path realRoot, Path named) {
        Path written = realRoot.resolve(named);
        boolean outside = !written.normalize().startsWith(realRoot)
                && !written.normalize().startsWith(root.normalize());
        Path folder = written.getParent();
        if (outside || folder == null) {
            throw outside();
        }
        try {
            Path real = folder.toRealPath();
            if (!real.startsWith(realRoot)) {
                throw outside();
            }
            if (!Files.isDirectory(real)) {
                throw EnvRefusals.refused(
                        "What should be the folder of the file is none.", "Name a file in a folder of the workspace.");
            }
            return real;
        } catch (NoSuchFileException e) {
            throw EnvRefusals.refused(
                    "The folder of the file does not exist, and folders are never made.",
                    "Make the folder first, then call again.");
        } catch (IOException e) {
            throw EnvRefusals.unreadable();
        }
    }

    private static Refusal notAFile() {
        return EnvRefusals.argument(
                "file is empty or not a valid path.", "Name a file in the workspace, for instance .env or api/.env.");
    }

    private static Refusal outside() {
        return EnvRefusals.refused(
                "The file lies outside of the workspace.",
                "Name a file inside the workspace; links that lead out of it are not followed. Another project needs a"
                        + " Holdfast that is started there, or with --workspace.");
    }
}
