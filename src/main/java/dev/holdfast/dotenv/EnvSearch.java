package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** The search for the {@code .env} files below a folder of a workspace, without those of tools, builds and dependencies. */
public final class EnvSearch extends SimpleFileVisitor<Path> {

    /** Folders that hold no files of the project's own. */
    private static final Set<String> LEFT_OUT = Set.of(
            ".git",
            ".hg",
            ".svn",
            "node_modules",
            "bower_components",
            "target",
            "venv",
            ".venv",
            "virtualenv",
            "__pycache__",
            ".tox",
            ".nox",
            ".gradle",
            ".terraform",
            ".cache",
            ".next",
            ".nuxt",
            ".yarn");

    private final Path root;
    private final Path home;
    private final IntConsumer progress;
    private final List<String> found = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();

    private EnvSearch(Path root, Path home, IntConsumer progress) {
        this.root = root;
        this.home = home;
        this.progress = progress;
    }

    /**
     * What a search found.
     *
     * @param files from the workspace, in order
     * @param passed files that are named so but are links or cannot be read, and folders that cannot be read
     */
    public record Result(List<String> files, List<String> passed) {}

    /**
     * Searches; links are not followed.
     *
     * @param folder relative to the workspace
     * @param home the folder of the store, which is left out
     * @param progress is told how many files were found so far
     * @throws Refusal {@code ENV_REFUSED} when the folder lies outside or cannot be read
     */
    public static Result below(Path workspace, String folder, Path home, IntConsumer progress) {
        try {
            Path root = workspace.toRealPath();
            Path start = root.resolve(folder).toRealPath();
            if (!start.startsWith(root) || !Files.isDirectory(start)) {
                throw EnvRefusals.refused(
                        "The folder lies outside of the workspace, or is none.",
                        "Name a folder inside the workspace, or set --workspace.");
            }
            EnvSearch search = new EnvSearch(root, Files.exists(home) ? home.toRealPath() : home, progress);
            Files.walkFileTree(start, search);
            Collections.sort(search.found);
            Collections.sort(search.passed);
            return new Result(List.copyOf(search.found), List.copyOf(search.passed));
        } catch (IOException | InvalidPathException e) {
            throw EnvRefusals.unreadable();
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        boolean out = LEFT_OUT.contains(name(folder)) && !folder.equals(root);
        return out || folder.equals(home) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (EnvFileName.fits(name(file)) && !attributes.isDirectory()) {
            (attributes.isRegularFile() ? found : passed)
                    .add(root.relativize(file).toString());
            progress.accept(found.size());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        passed.add(root.relativize(file).toString());
        return FileVisitResult.CONTINUE;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
