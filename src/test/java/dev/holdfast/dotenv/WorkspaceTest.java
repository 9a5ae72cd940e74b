package dev.holdfast.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkspaceTest {

    @TempDir
    Path folder;

    private Path root;
    private Workspace workspace;

    @BeforeEach
    void makeFolders() throws Exception {
        root = Files.createDirectories(folder.resolve("work"));
        Files.createDirectories(root.resolve("api/deep"));
        Files.createDirectories(root.resolve(".git"));
        Files.createDirectories(folder.resolve("work-evil"));
        Files.createSymbolicLink(root.resolve("out"), folder.resolve("work-evil"));
        Files.createSymbolicLink(root.resolve("in"), root.resolve("api"));
        workspace = new Workspace(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                ".env.local",
                ".env.production.local",
                "prod.env",
                "api/.env",
                "api/../.env",
                "./api/deep/x.env"
            })
    void locate_envFileInside_isFound(String file) {
        assertThat(workspace.locate(file).label())
                .isEqualTo(Path.of(file).normalize().toString());
    }

    @Test
    void locate_absolutePathInside_isFound() {
        assertThat(workspace.locate(root.resolve("api/.env").toString()).label())
                .isEqualTo("api/.env");
    }

    @Test
    void locate_throughALinkThatStaysInside_isTheRealPlace() {
        assertThat(workspace.locate("in/.env").label()).isEqualTo("api/.env");
    }

    @Test
    void locate_workspaceNamedThroughALink_isTheRealPlace() throws Exception {
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), root);

        assertThat(new Workspace(alias)
                        .locate(alias.resolve("api/.env").toString())
                        .label())
                .isEqualTo("api/.env");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../.env",
                "../work-evil/.env",
                "api/../../.env",
                "out/.env",
                "in/../../.env",
                "out/../.env",
                "/etc/.env",
                "../missing/.env"
            })
    void locate_placeOutside_isRefused(String file) {
        assertThat(refusal(file).reason()).isEqualTo(Reason.ENV_REFUSED);
        assertThat(refusal(file).problem()).contains("outside");
    }

    @Test
    void locate_absolutePrefixSibling_isRefused() {
        assertThat(refusal(folder.resolve("work-evil/.env").toString()).problem())
                .contains("outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                ".envrc",
                "settings.json",
                ".env.",
                "x.env.bak",
                ".ENV",
                "..env/x",
                ".env.holdfast-1.tmp",
                "api"
            })
    void locate_otherName_isRefused(String file) {
        assertThat(refusal(file).reason()).isEqualTo(Reason.ENV_REFUSED);
        assertThat(refusal(file).hint()).contains(".env.SOMETHING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", ".env/", "a\0/.env", ".env\n.env", ".env.\t"})
    void locate_noPath_isAnInvalidArgument(String file) {
        assertThat(refusal(file).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void locate_overlongPath_isAnInvalidArgument() {
        assertThat(refusal("a/".repeat(3_000) + ".env").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refusal(".env." + "a".repeat(300)).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void locate_missingFolder_isRefusedAndNotMade() {
        assertThat(refusal("new/.env").hint()).contains("Make the folder first");
        assertThat(root.resolve("new")).doesNotExist();
    }

    @Test
    void locate_folderThatIsAFile_isRefused() throws Exception {
        Files.createFile(root.resolve("plain"));

        assertThat(refusal("plain/.env").reason()).isEqualTo(Reason.ENV_REFUSED);
    }

    @Test
    void locate_amongGitsOwnFiles_isRefused() {
        assertThat(refusal(".git/x.env").reason()).isEqualTo(Reason.ENV_REFUSED);
    }

    @Test
    void locate_workspaceThatIsGone_isRefused() {
        Workspace gone = new Workspace(folder.resolve("gone"));

        assertThat(catchThrowableOfType(Refusal.class, () -> gone.locate(".env"))
                        .hint())
                .contains("--workspace");
    }

    private Refusal refusal(String file) {
        return catchThrowableOfType(Refusal.class, () -> workspace.locate(file));
    }
}
