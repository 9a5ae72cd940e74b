package dev.holdfast.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where git looks for the hooks of a repository: asked of git itself, since it is configured in many ways. */
final class GitHooks {

    private GitHooks() {}

    /**
     * The folder, which need not exist.
     *
     * @throws IOException when the project is in no repository, or git is not there
     */
    static Path folder(Path project) throws IOException {
        Process git = new ProcessBuilder("git", "rev-parse", "--git-path", "hooks")
                .directory(project.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        git.getOutputStream().close();
        String told = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (git.waitFor() != 0 || told.isEmpty()) {
                throw new IOException("no repository");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
        return project.resolve(told).normalize();
    }
}
