package dev.holdfast.intake;

import dev.holdfast.secret.KeyPath;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which project a file belongs to: the one that is given, else the one that the nearest {@code .holdfast.yaml} names, else
 * the git repository by the name of its folder, else the workspace.
 *
 * <p>Looks no higher than the top of the repository, or the workspace where there is none.
 */
public final class Projects {

    private final @Nullable String given;
    private final Function<Path, Optional<String>> named;

    /**
     * @param given for all files, or null
     * @param named the project that the {@code .holdfast.yaml} of a folder names
     * @throws dev.holdfast.secret.InvalidInput when the given one is no segment of a key path
     */
    public Projects(@Nullable String given, Function<Path, Optional<String>> named) {
        this.given = given == null
                ? null
                : KeyPath.parse("project/" + given + "/name").project();
        this.named = named;
    }

    /**
     * The project of a file.
     *
     * @param workspace that the file lies in; both absolute
     */
    Project of(Path file, Path workspace) {
        Path top = top(file, workspace);
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            Optional<String> name = named.apply(folder);
            if (name.isPresent()) {
                return new Project(given == null ? name.get() : given, folder);
            }
            if (folder.equals(top)) {
                break;
            }
        }
        Path last = top.getFileName();
        return new Project(given != null ? given : Segment.of(last == null ? "" : last.toString(), "project"), top);
    }

    private static Path top(Path file, Path workspace) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return folder;
            }
        }
        return workspace;
    }
}
