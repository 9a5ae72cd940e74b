package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The question to git whether a file could be committed: it must be ignored, and not tracked, wherever a work tree is.
 *
 * <p>No process is started outside of a work tree, which a {@code .git} in a parent folder shows (a folder, or a file in
 * a linked work tree or submodule). In one, git's own answer counts, because ignore rules lie in many places; no answer
 * within ten seconds, or none at all, is a refusal. Git runs without the caller's {@code GIT_…} variables or secrets,
 * without hooks and without a file system monitor, so that a repository cannot make it run programs.
 */
final class GitWorkTree {

    private static final long ANSWER_SECONDS = 10;
    private static final int YES = 0;
    private static final int NO = 1;
    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME", "TMPDIR");

    private final Path folder;
    private final Path top;

    private GitWorkTree(Path folder, Path top) {
        this.folder = folder;
        this.top = top;
    }

    /** The work tree that {@code folder}, a real path, lies in. */
    static Optional<GitWorkTree> around(Path folder) {
        for (Path dir = folder; dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(new GitWorkTree(folder, dir));
            }
        }
        return Optional.empty();
    }

    /**
     * @throws Refusal {@code ENV_REFUSED} when the file is tracked or not ignored, or git gives no answer
     */
    void requireIgnored(String fileName) {
        int tracked = ask("--literal-pathspecs", "ls-files", "--error-unmatch", "--", fileName);
        if (tracked == YES) {
            throw EnvRefusals.refused(
                    "Git tracks this file, so a secret in it would be committed.",
                    "Take it out of the index (git rm --cached FILE), " + ignoreAdvice(fileName)
                            + ", then call again.");
        }
        // This command takes a name for a pattern where it looks into the index, which was asked just now anyway.
        int ignored = tracked == NO ? ask("check-ignore", "--no-index", "--quiet", "--", "./" + fileName) : tracked;
        if (ignored == NO) {
            throw EnvRefusals.refused(
                    "Git does not ignore this file, so a secret in it could be committed.",
                    "First " + ignoreAdvice(fileName) + ", then call again.");
        }
        if (ignored != YES && !isOutsideAfterAll()) {
            throw EnvRefusals.refused(
                    "The file lies in a git work tree, and git could not say whether it is ignored.",
                    "Run git status in its folder and mend what it reports (git must be installed and trust the folder),"
                            + " then call again.");
        }
    }

    private String ignoreAdvice(String fileName) {
        String line = "/" + top.relativize(folder.resolve(fileName)).toString().replace('\\', '/');
        boolean plain = line.chars().allMatch(c -> c < 128 && (EnvChars.isNameChar((char) c) || c == '/'));
        return plain
                ? "add the line " + line + " to the .gitignore at the top of the work tree"
                : "add a line for it, such as .env*, to the .gitignore at the top of the work tree";
    }

    /** A {@code .git} beside a bare repository makes no work tree: git says so in one word. */
    private boolean isOutsideAfterAll() {
        try {
            Process git = start(ProcessBuilder.Redirect.PIPE, "rev-parse", "--is-inside-work-tree");
            int code = await(git);
            byte[] answer = code == YES ? git.getInputStream().readNBytes(16) : new byte[0];
            return new String(answer, StandardCharsets.US_ASCII).strip().equals("false");
        } catch (IOException e) {
            return false;
        }
    }

    private int ask(String... question) {
        try {
            return await(start(ProcessBuilder.Redirect.DISCARD, question));
        } catch (IOException e) {
            return -1;
        }
    }

    private Process start(ProcessBuilder.Redirect output, String... question) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"));
        command.addAll(List.of(question));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        return builder.start();
    }

    private static int await(Process git) {
        try {
            return git.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) ? git.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            if (git.isAlive()) {
                git.destroyForcibly();
            }
        }
    }
}
