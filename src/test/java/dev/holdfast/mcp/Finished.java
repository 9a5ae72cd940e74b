package dev.holdfast.mcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a program ended that was given its whole input at the start.
 *
 * @param exit its exit code
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
public record Finished(int exit, String out, String err) {

    /** Runs a program with an empty input. */
    public static Finished run(ProcessBuilder builder) {
        return run(builder, new byte[0]);
    }

    /** Runs a program. Its streams are files, so that no pipe can fill up and hold it. */
    public static Finished run(ProcessBuilder builder, byte[] input) {
        try {
            Path folder = Files.createTempDirectory("holdfast-run");
            Path in = Files.write(folder.resolve("in"), input);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            Process process = builder.redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int exit = process.waitFor();
            Finished finished = new Finished(exit, text(out), text(err));
            Files.delete(in);
            Files.delete(folder);
            return finished;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        Files.delete(file);
        return text;
    }
}
