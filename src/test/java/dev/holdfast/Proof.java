package dev.holdfast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the proofs have shown, in figures: a line for each, on standard output and in {@code target/proof/lines.txt}.
 *
 * <p>Thread-safe.
 */
public final class Proof {

    /** The number of rounds from which on a run counts as the long form. */
    private static final int LONG = 20;

    private Proof() {}

    /** Notes a figure under a name. */
    public static synchronized void line(String name, Object figure) {
        String line = "PROOF " + name + ": " + figure;
        System.out.println(line);
        try {
            Files.writeString(
                    folder().resolve("lines.txt"),
                    line + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each kind of round runs: {@code proof.rounds}, 2 in a plain build. */
    public static int rounds() {
        return Integer.getInteger("proof.rounds", 2);
    }

    /** One of two figures: the one for a plain build, or the one for the long form. */
    public static int scaled(int plain, int proof) {
        return rounds() >= LONG ? proof : plain;
    }

    /** {@code target/proof}, made when it is missing. */
    public static Path folder() {
        try {
            return Files.createDirectories(project().resolve("target").resolve("proof"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the project. */
    public static Path project() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }
}
