package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pre-commit framework, unchanged, with the hook that {@code .pre-commit-hooks.yaml} offers, in a real repository. */
@Tag("proof")
final class PreCommitIT {

    private static final Path FRAMEWORK = Proof.project().resolve("target/pre-commit");
    private static final String STORED = "sk_live_stored_0123456789abcdef";
    private static final String UNSTORED = "sk_live_unstored_fedcba9876543210";

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Path repository;
    private Path programs;

    @BeforeEach
    void install() throws Exception {
        NodeClients.require(FRAMEWORK, "The pre-commit framework is not installed; run: src/test/precommit/install");
        holdfast = Session.holdfast(folder);
        repository = holdfast.workspace();
        programs = Files.createDirectory(folder.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("holdfast"), Program.launcher());
        try (Session session = Session.in(folder)) {
            assertThat(session.store("project/demo/stripe_api_key", STORED).refused())
                    .isFalse();
        }
        Path hooks = hooks();
        done(git(repository, "init", "-q"));
        Files.writeString(
                repository.resolve(".pre-commit-config.yaml"),
                "repos:\n- repo: '" + hooks.toUri() + "'\n  rev: "
                        + done(git(hooks, "rev-parse", "HEAD")).out().strip() + "\n  hooks:\n  - id: holdfast\n");
        done(git(repository, "add", ".pre-commit-config.yaml"));
        done(run(repository, List.of(FRAMEWORK.resolve("bin/pre-commit").toString(), "install", "--install-hooks")));
    }

    /** A repository of what the framework reads of ours: it clones one, and takes nothing that is not committed. */
    private Path hooks() throws Exception {
        Path hooks = Files.createDirectory(folder.resolve("hooks"));
        Files.copy(Proof.project().resolve(".pre-commit-hooks.yaml"), hooks.resolve(".pre-commit-hooks.yaml"));
        done(git(hooks, "init", "-q"));
        done(git(hooks, "add", "."));
        done(git(hooks, "commit", "-q", "-m", "hooks"));
        return hooks;
    }

    private Finished git(Path where, String... arguments) {
        return run(where, Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
    }

    private Finished run(Path where, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(GIT|HOLDFAST|PRE_COMMIT|PYTHON)_?.*|SKIP"));
        environment.put("PATH", programs + File.pathSeparator + System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("HOLDFAST_HOME", holdfast.home().toString());
        environment.put("PRE_COMMIT_HOME", folder.resolve("framework").toString());
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Test");
            environment.put("GIT_" + who + "_EMAIL", "test@example.org");
        }
        return Finished.run(builder);
    }

    private static Finished done(Finished ended) {
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        return ended;
    }

    private Finished commit(String text) throws Exception {
        Files.writeString(repository.resolve(".env"), text);
        done(git(repository, "add", "-f", ".env"));
        return git(repository, "commit", "-m", "a change");
    }

    private boolean committed() {
        return git(repository, "cat-file", "-e", "HEAD:.env").exit() == 0;
    }

    @Test
    void commit_throughTheFramework_passesWhatIsStoredAlone() throws Exception {
        Finished refused = commit("API_KEY=" + UNSTORED + "\n");
        String said = refused.out() + refused.err();
        assertThat(refused.exit()).as(said).isEqualTo(1);
        assertThat(said)
                .contains("STORE_FIRST", ".env", "API_KEY", "mcp__meta__set_secret")
                .doesNotContain(UNSTORED);
        assertThat(committed()).isFalse();
        Finished passed = done(commit("STRIPE_API_KEY=" + STORED + "\n"));
        assertThat(passed.out() + passed.err()).contains("Passed").doesNotContain(STORED);
        assertThat(committed()).isTrue();
        assertThat(written(folder.resolve("framework"))).doesNotContain(UNSTORED, STORED);
        Proof.line(
                "guard-pre-commit",
                version() + ": exit " + refused.exit() + " while the secret is not stored, " + passed.exit()
                        + " when it is, the value shown nowhere");
    }

    @Test
    void launcher_thatIsMissingOrCrashes_refusesTheCommit() throws Exception {
        Files.delete(programs.resolve("holdfast"));
        Finished missing = commit("PORT=8080\n");
        assertThat(missing.exit()).as(missing.out() + missing.err()).isEqualTo(1);
        Path crashing = Files.writeString(programs.resolve("holdfast"), "#!/bin/sh\nkill -9 $$\n");
        assertThat(crashing.toFile().setExecutable(true)).isTrue();
        Finished crashed = git(repository, "commit", "-m", "again");
        assertThat(crashed.exit()).as(crashed.out() + crashed.err()).isEqualTo(1);
        assertThat(committed()).isFalse();
        Proof.line(
                "guard-pre-commit",
                version() + ": exit " + missing.exit() + " without holdfast on the PATH, " + crashed.exit()
                        + " when it crashes");
    }

    @Test
    void commit_ofAnAllowComment_passesAndIsTold() throws Exception {
        Finished passed = done(commit("API_KEY=" + UNSTORED + " # holdfast:allow the issuer's example\n"));
        assertThat(passed.out() + passed.err())
                .contains("let through by # holdfast:allow: .env: API_KEY")
                .doesNotContain(UNSTORED);
    }

    private String version() {
        return done(run(repository, List.of(FRAMEWORK.resolve("bin/pre-commit").toString(), "--version")))
                .out()
                .strip();
    }

    /** All text in the files of a folder: the framework keeps a log of what went wrong. */
    private static String written(Path folder) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
