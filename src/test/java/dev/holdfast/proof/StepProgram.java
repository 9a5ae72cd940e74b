package dev.holdfast.proof;

import dev.holdfast.Proof;
import dev.holdfast.app.StepMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * {@link StepMain} as a jar beside the product's, with a start-up archive of Java for both, so that thousands of starts are
 * quick. Made once in a run.
 */
final class StepProgram {

    private final Path jar;
    private final Path archive;
    private final Path cache;

    private StepProgram(Path jar, Path archive, Path cache) {
        this.jar = jar;
        this.archive = archive;
        this.cache = cache;
    }

    static StepProgram make(Path scratch) {
        try {
            Path jar = Proof.folder().resolve("steps.jar");
            write(jar);
            StepProgram program = new StepProgram(
                    jar, Proof.folder().resolve("steps.jsa"), Files.createDirectories(scratch.resolve("cache")));
            Files.deleteIfExists(program.archive);
            program.train(scratch);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String name : List.of("StepMain", "StepMain$Stop")) {
                String entry = "dev/holdfast/app/" + name + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = StepMain.class.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
    }

    /** Walks the way of a round once; what was loaded on it goes into the archive when the process ends. */
    private void train(Path scratch) throws IOException {
        Holdfast holdfast =
                new Holdfast(scratch.resolve("training"), Files.createDirectories(scratch.resolve("training-files")));
        try (McpClient client = McpClient.start(start(holdfast, List.of("-XX:ArchiveClassesAtExit=" + archive)))) {
            client.call(
                    "set_secret",
                    Map.of(
                            "keyPath", "project/proof/training",
                            "value", "jq2m8Zx4Lr7Vt0Bn",
                            "description", "A first value that warms up the program",
                            "envFile", ".env"));
            client.end();
        }
    }

    /** A server that stops at {@code point} when it is reached for the {@code occurrence}th time. */
    ProcessBuilder stoppingAt(Holdfast holdfast, String point, int occurrence) {
        return start(
                holdfast,
                List.of(
                        "-XX:SharedArchiveFile=" + archive,
                        "-Dproof.step=" + point,
                        "-Dproof.occurrence=" + occurrence));
    }

    private ProcessBuilder start(Holdfast holdfast, List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        all.add("-Dholdfast.cache=" + cache);
        return holdfast.program(all, List.of(jar, Holdfast.jar()), StepMain.class.getName(), "mcp");
    }
}
