package dev.holdfast.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a search finds. */
final class EnvSearchTest {

    @TempDir
    private Path folder;

    private void file(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "A=1\n");
    }

    @Test
    void below_findsFilesOfTheProject_andNothingOfToolsOrTheStore() throws Exception {
        for (String name : new String[] {
            ".env",
            ".env.test",
            "api/prod.env",
            "api/env",
            "api/.environment",
            "home/.env",
            ".git/.env",
            "node_modules/x/.env",
            "web/node_modules/.env",
            "target/.env",
            ".venv/.env",
            ".env.holdfast-1.tmp"
        }) {
            file(name);
        }
        Files.createSymbolicLink(folder.resolve("api/.env"), folder.resolve(".env"));
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("api"));
        Files.createDirectory(folder.resolve("folder.env"));

        EnvSearch.Result found = EnvSearch.below(folder, ".", folder.resolve("home"), count -> {});
        assertThat(found.files()).containsExactly(".env", ".env.test", "api/prod.env");
        assertThat(found.passed()).containsExactly("api/.env");
        assertThat(EnvSearch.below(folder, "api", folder.resolve("home"), count -> {})
                        .files())
                .containsExactly("api/prod.env");
    }

    @Test
    void below_aFolderOutside_isRefused() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("out"), folder);
        for (String name : new String[] {"..", "out", "missing", "/"}) {
            assertThatThrownBy(() -> EnvSearch.below(inside, name, folder, count -> {}))
                    .isInstanceOf(Refusal.class);
        }
    }
}
