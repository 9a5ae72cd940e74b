package dev.holdfast.proof;

import dev.holdfast.Proof;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the built product is started: by its launcher as a user does, or by Java alone where many starts must be quick.
 *
 * <p>A process gets a home folder, a working folder and nothing of this process's own {@code HOLDFAST_} variables.
 */
public final class Holdfast {

    private static final List<String> QUICK = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xlog:disable",
            "-Xlog:all=error:stderr");

    private final Path home;
    private final Path workspace;

    public Holdfast(Path home, Path workspace) {
        this.home = home;
        this.workspace = workspace;
    }

    public Path home() {
        return home;
    }

    public Path workspace() {
        return workspace;
    }

    /** {@code bin/holdfast} with arguments. */
    public ProcessBuilder launcher(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Proof.project().resolve("bin").resolve("holdfast").toString());
        command.addAll(List.of(arguments));
        return process(command);
    }

    /** The jar under this Java, with flags of Java before the arguments. */
    public ProcessBuilder java(List<String> flags, String... arguments) {
        return program(flags, List.of(jar()), "dev.holdfast.app.Main", arguments);
    }

    /** A main class on a class path of jars. */
    ProcessBuilder program(List<String> flags, List<Path> jars, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(flags);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, jars.stream().map(Path::toString).toList()));
        command.add(main);
        command.addAll(List.of(arguments));
        return process(command);
    }

    /** The jar that the build made. */
    static Path jar() {
        Path jar = Proof.project().resolve("target").resolve("holdfast.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("target/holdfast.jar is missing: run 'mvn package' first");
        }
        return jar;
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workspace.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        builder.environment().put("HOLDFAST_HOME", home.toString());
        return builder;
    }
}
