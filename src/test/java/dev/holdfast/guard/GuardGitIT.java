package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pre-commit hook in a repository of the real git. */
class GuardGitIT {

    private static final String SECRET = GuardWorld.UNSTORED;

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Path repository;

    @BeforeEach
    void install() throws Exception {
        holdfast = Session.holdfast(folder);
        repository = holdfast.workspace();
        assertThat(git("init", "-q").exit()).isZero();
        Path hook = repository.resolve(".git/hooks/pre-commit");
        Files.createDirectories(hook.getParent());
        String program = Proof.project().resolve("bin/holdfast").toString();
        Files.writeString(hook, "#!/bin/sh\nexec '" + program + "' guard --client git\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Finished git(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("HOLDFAST_"));
        builder.environment().put("HOLDFAST_HOME", holdfast.home().toString());
        return Finished.run(builder);
    }

    private Finished commit(String file, String text) throws Exception {
        Files.createDirectories(repository.resolve(file).getParent());
        Files.writeString(repository.resolve(file), text);
        git("add", "-f", file);
        return git("commit", "-q", "-m", "a change");
    }

    @Test
    void commit_ofASecretThatIsNotStored_isRefusedUntilItIsStored() throws Exception {
        Finished refused = commit(".env.staging", "API_KEY=" + SECRET + "\n");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains(".env.staging", "API_KEY", "mcp__meta__set_secret")
                .doesNotContain(SECRET);
        // The index counts, not the work tree.
        Files.writeString(repository.resolve(".env.staging"), "PORT=1\n");
        assertThat(git("commit", "-q", "-m", "again").exit()).isEqualTo(1);
        try (Session session = Session.in(folder)) {
            assertThat(session.store("project/demo/api_key", SECRET).refused()).isFalse();
        }
        Finished passed = git("commit", "-q", "-m", "stored");
        assertThat(passed.exit()).as(passed.err()).isZero();
        Proof.line("guard-git", refused.exit() + " while the secret is not stored, " + passed.exit() + " when it is");
    }

    @Test
    void commits_ofOtherKinds_areJudgedByWhatIsStaged() throws Exception {
        assertThat(commit("readme.md", "API_KEY=" + SECRET).exit()).isZero();
        assertThat(commit("a/Prod.ENV", "API_KEY=" + SECRET).exit())
                .as("upper case, below")
                .isEqualTo(1);
        assertThat(git("rm", "-q", "--cached", "a/Prod.ENV").exit()).isZero();
        assertThat(commit(".env", "PORT=8080\n").exit()).isZero();
        assertThat(git("mv", ".env", "b.env").exit()).isZero();
        assertThat(git("commit", "-q", "-m", "renamed").exit()).isZero();
        assertThat(git("rm", "-q", "b.env").exit()).isZero();
        assertThat(git("commit", "-q", "-m", "deleted").exit()).isZero();
        assertThat(commit("binary.env", "\0\1\2\3").exit()).isZero();
        assertThat(commit("big.env", "#".repeat(1 << 21)).exit())
                .as("longer than 1 MiB")
                .isEqualTo(1);
        git("rm", "-q", "--cached", "big.env");
        assertThat(commit("new\nline é.env", "API_KEY=" + SECRET).exit())
                .as("odd name")
                .isEqualTo(1);
    }

    @Test
    void commit_ofSomeFilesAlone_isJudgedByItsOwnIndex() throws Exception {
        assertThat(commit("c.env", "PORT=1\n").exit()).isZero();
        Files.writeString(repository.resolve("c.env"), "API_KEY=" + SECRET);
        assertThat(git("commit", "-q", "-a", "-m", "all").exit()).isEqualTo(1);
        assertThat(git("commit", "-q", "-m", "one", "c.env").exit()).isEqualTo(1);
    }
}
