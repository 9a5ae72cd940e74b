package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a process of the product can write to, in one folder that is searched at the end: home, files of the
 * project, cache, temporary folder, and what a {@code git} saw that the product called.
 */
final class CanaryWorld {

    private final Path root;
    private final Holdfast holdfast;
    private int scanned;

    private CanaryWorld(Path root) throws IOException {
        this.root = root;
        this.holdfast = new Holdfast(root.resolve("home"), Files.createDirectories(root.resolve("files")));
    }

    /** A project in a git work tree that ignores its {@code .env}. */
    static CanaryWorld make(Path root) throws Exception {
        CanaryWorld world = new CanaryWorld(root);
        for (String folder : List.of("cache", "tmp", "bin", "git")) {
            Files.createDirectories(root.resolve(folder));
        }
        Path files = world.holdfast.workspace();
        new ProcessBuilder("git", "init", "--quiet", files.toString()).start().waitFor();
        Files.writeString(files.resolve(".gitignore"), ".env*\n");
        Path git = Files.writeString(
                root.resolve("bin").resolve("git"),
                "#!/bin/sh\n{ printf '%s\\n' \"$@\"; env; } >>'"
                        + root.resolve("git").resolve("seen") + "'\nPATH=${PATH#*:}\nexec git \"$@\"\n");
        assertThat(git.toFile().setExecutable(true)).isTrue();
        return world;
    }

    Holdfast holdfast() {
        return holdfast;
    }

    String files() {
        return holdfast.workspace().toString();
    }

    /** The same process, with its own temporary and cache folders and the log at its finest level. */
    ProcessBuilder quiet(ProcessBuilder builder) {
        String temporary = root.resolve("tmp").toString();
        builder.environment().put("HOLDFAST_LOG", "trace");
        builder.environment().put("HOLDFAST_CACHE", root.resolve("cache").toString());
        builder.environment().put("TMPDIR", temporary);
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, own) -> own + ":" + path);
        return builder;
    }

    /** Runs a command with {@code input} on its standard input. */
    Run run(String input, String... arguments) throws Exception {
        Path errors = Files.createTempFile(root, "errors", "");
        Process process = quiet(holdfast.launcher(arguments))
                .redirectError(errors.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It did not wait for its input, which it need not.
            assertThat(process.waitFor()).isNotNegative();
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(errors));
    }

    /** The command lines and environments of a process and of all below it, where the system shows them. */
    void requireNotInProcesses(Process process) throws IOException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        for (ProcessHandle one : all) {
            for (String what : List.of("cmdline", "environ")) {
                Path shown = Path.of("/proc", Long.toString(one.pid()), what);
                if (Files.exists(shown)) {
                    assertThat(Canary.in(text(shown))).as(what).isEmpty();
                    scanned++;
                }
            }
        }
    }

    /** The files in which the value stands in any of its forms, and those whose names hold it. */
    List<String> found() throws IOException {
        assertThat(root.resolve("git").resolve("seen")).as("git was asked").exists();
        assertThat(holdfast.home().resolve("holdfast.db")).exists();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(this::holds)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    private boolean holds(Path file) {
        if (Canary.in(root.relativize(file).toString()).isPresent()) {
            return true;
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        scanned++;
        try {
            return Canary.in(text(file)).isPresent();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Bytes as characters one to one, so that binary files are searched too. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    int scanned() {
        return scanned;
    }
}
