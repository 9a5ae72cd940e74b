package dev.holdfast.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which places may be written: kinds of files, and git. */
final class EnvFileTest {

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void makeWorkspace() throws Exception {
        root = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void requireWritable_missingOrRegularFile_isFine() throws Exception {
        assertThatCode(() -> check(".env")).doesNotThrowAnyException();
        Files.createFile(root.resolve(".env"));
        assertThatCode(() -> check(".env")).doesNotThrowAnyException();
    }

    @Test
    void requireWritable_symbolicLink_isRefused() throws Exception {
        Files.writeString(root.resolve("real.env"), "A=1\n");
        Files.createSymbolicLink(root.resolve(".env"), root.resolve("real.env"));

        assertThat(refusal(".env").problem()).contains("symbolic link");
        assertThat(catchThrowableOfType(Refusal.class, () -> locate(".env").read())
                        .problem())
                .contains("symbolic link");
    }

    @Test
    void requireWritable_danglingLink_isRefused() throws Exception {
        Files.createSymbolicLink(root.resolve(".env"), folder.resolve("nowhere"));

        assertThat(refusal(".env").problem()).contains("symbolic link");
    }

    @Test
    void requireWritable_hardLink_isRefused() throws Exception {
        Files.writeString(folder.resolve("other"), "A=1\n");
        Files.createLink(root.resolve(".env"), folder.resolve("other"));

        assertThat(refusal(".env").problem()).contains("hard link");
    }

    @Test
    void requireWritable_folder_isRefused() throws Exception {
        Files.createDirectory(root.resolve(".env"));

        assertThat(refusal(".env").problem()).contains("not a regular file");
    }

    @Test
    void requireWritable_pipe_isRefusedWithoutWaitingForAWriter() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", root.resolve(".env").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(refusal(".env").problem()).contains("not a regular file");
        assertThat(catchThrowableOfType(Refusal.class, () -> locate(".env").read())
                        .reason())
                .isEqualTo(Reason.ENV_REFUSED);
    }

    @Test
    void requireWritable_overlongFile_isRefused() throws Exception {
        Files.write(root.resolve(".env"), new byte[EnvBytes.MAX + 1]);

        assertThat(refusal(".env").problem()).contains("1 MiB");
    }

    @Test
    void requireWritable_folderExchangedForALink_isRefused() throws Exception {
        Files.createDirectory(root.resolve("api"));
        EnvFile file = locate("api/.env");
        Files.delete(root.resolve("api"));
        Files.createSymbolicLink(root.resolve("api"), folder);

        assertThat(catchThrowableOfType(Refusal.class, file::requireWritable).reason())
                .isEqualTo(Reason.ENV_REFUSED);
    }

    @Test
    void requireWritable_notIgnored_isRefusedWithTheLineToAdd() throws Exception {
        Git.run(root, "init");
        Files.createDirectory(root.resolve("api"));

        assertThat(refusal("api/.env").problem()).contains("does not ignore");
        assertThat(refusal("api/.env").hint()).contains("line /api/.env to the .gitignore");
    }

    @Test
    void requireWritable_lineOfTheHintAdded_isFine() throws Exception {
        Git.run(root, "init");
        Files.createDirectory(root.resolve("api"));
        Files.writeString(root.resolve(".gitignore"), "/api/.env\n");

        assertThatCode(() -> check("api/.env")).doesNotThrowAnyException();
        assertThat(refusal(".env").problem()).contains("does not ignore");
    }

    @Test
    void requireWritable_trackedAlthoughIgnored_isRefused() throws Exception {
        Git.run(root, "init");
        Files.writeString(root.resolve(".gitignore"), ".env*\n");
        Files.writeString(root.resolve(".env"), "A=1\n");
        Git.run(root, "add", "--force", ".env");

        assertThat(refusal(".env").problem()).contains("tracks");
        assertThat(refusal(".env").hint()).contains("git rm --cached");
    }

    @Test
    void requireWritable_ignoredAgainByALaterRule_isRefused() throws Exception {
        Git.run(root, "init");
        Files.writeString(root.resolve(".gitignore"), ".env*\n!.env.example\n");

        assertThat(refusal(".env.example").problem()).contains("does not ignore");
    }

    @Test
    void requireWritable_nameOfPatternCharacters_isTakenLiterally() throws Exception {
        Git.run(root, "init");
        Files.writeString(root.resolve("a.env"), "A=1\n");
        Git.run(root, "add", "a.env");
        Files.writeString(root.resolve(".gitignore"), "\\[a\\].env\n:*\n");

        assertThatCode(() -> check("[a].env")).doesNotThrowAnyException();
        assertThatCode(() -> check(":(glob)x.env")).doesNotThrowAnyException();
        Files.delete(root.resolve(".gitignore"));
        assertThat(refusal("[a].env").hint()).contains("such as .env*");
    }

    @Test
    void requireWritable_linkedWorkTree_asksGitThere() throws Exception {
        Git.run(root, "init");
        Git.run(root, "commit", "--allow-empty", "--message", "first");
        Git.run(root, "worktree", "add", folder.resolve("linked").toString());
        Workspace linked = new Workspace(folder.resolve("linked"));

        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> linked.locate(".env").requireWritable());
        assertThat(refusal.hint()).contains("line /.env ");
        Files.writeString(folder.resolve("linked/.gitignore"), ".env\n");
        assertThatCode(() -> linked.locate(".env").requireWritable()).doesNotThrowAnyException();
    }

    @Test
    void requireWritable_submodule_hasIgnoreRulesOfItsOwn() throws Exception {
        Path part = Files.createDirectory(folder.resolve("part"));
        Git.run(part, "init");
        Git.run(part, "commit", "--allow-empty", "--message", "first");
        Git.run(root, "init");
        Files.writeString(root.resolve(".gitignore"), ".env\n");
        Git.run(root, "submodule", "add", part.toString(), "sub");

        assertThat(refusal("sub/.env").problem()).contains("does not ignore");
        Files.writeString(root.resolve("sub/.gitignore"), ".env\n");
        assertThatCode(() -> check("sub/.env")).doesNotThrowAnyException();
    }

    @Test
    void requireWritable_besideABareRepository_isNoWorkTree() throws Exception {
        Git.run(root, "init", "--bare", ".bare");
        Files.writeString(root.resolve(".git"), "gitdir: ./.bare\n");

        assertThatCode(() -> check(".env")).doesNotThrowAnyException();
    }

    @Test
    void requireWritable_brokenRepository_isRefused() throws Exception {
        Files.writeString(root.resolve(".git"), "gitdir: ./nowhere\n");

        assertThat(refusal(".env").problem()).contains("git could not say");
    }

    @Test
    void requireWritable_repositoryThatNamesPrograms_runsNone() throws Exception {
        Git.run(root, "init");
        Files.writeString(root.resolve(".gitignore"), ".env\n");
        Path trap = root.resolve("trap");
        Files.writeString(trap, "#!/bin/sh\ntouch '" + root.resolve("sprung") + "'\n");
        assertThat(trap.toFile().setExecutable(true)).isTrue();
        Git.run(root, "config", "core.fsmonitor", trap.toString());

        assertThatCode(() -> check(".env")).doesNotThrowAnyException();
        assertThat(root.resolve("sprung")).doesNotExist();
    }

    private EnvFile locate(String file) {
        return new Workspace(root).locate(file);
    }

    private void check(String file) {
        locate(file).requireWritable();
    }

    private Refusal refusal(String file) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> check(file));
        assertThat(refusal.reason()).isEqualTo(Reason.ENV_REFUSED);
        return refusal;
    }
}
