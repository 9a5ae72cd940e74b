package dev.holdfast.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fault.FaultPoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EnvCrashIT shows the same with processes that were killed, and with one that lives. */
final class LeftoversTest {

    private static final String NAME = ".env.holdfast-2c1f0c86-0000.tmp";

    @TempDir
    Path root;

    @Test
    void prepare_deadTemporaryFile_isRemoved() throws Exception {
        Files.writeString(root.resolve(NAME), "KEY=half");

        new EnvWriter(new Workspace(root), FaultPoints.NONE)
                .prepare(".env", List.of("A"))
                .close();

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void removeLeftovers_deadOnesInFoldersBelow_areRemoved() throws Exception {
        Path deep = Files.createDirectories(root.resolve("services/api"));
        Files.writeString(deep.resolve(NAME), "KEY=half");
        Files.writeString(deep.resolve("kept.env"), "KEY=kept");
        Files.writeString(root.resolve(NAME), "KEY=half");

        new Workspace(root).removeLeftovers();

        assertThat(root.resolve(NAME)).doesNotExist();
        assertThat(deep.resolve(NAME)).doesNotExist();
        assertThat(deep.resolve("kept.env")).exists();
    }

    @Test
    void removeLeftovers_linkFolderAndOtherNames_stay() throws Exception {
        Path other = Files.writeString(root.resolve("other"), "x");
        Files.createSymbolicLink(root.resolve(".env.holdfast-link.tmp"), other);
        Files.createDirectory(root.resolve(".env.holdfast-folder.tmp"));
        Files.writeString(root.resolve(".env.holdfast"), "x");
        Files.writeString(root.resolve(".env.tmp"), "x");

        new Workspace(root).removeLeftovers();

        try (var all = Files.list(root)) {
            assertThat(all).hasSize(5);
        }
    }
}
