package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program outside of the tests, started in a folder with a home of its own and an empty input.
 *
 * <p>It sees few variables of ours: those of a person who runs the tests from within an agent's shell would change what
 * the clients do. A program that hangs is ended after {@link #LONGEST_MINUTES}, so that the build ends too.
 */
final class Program {

    private static final int LONGEST_MINUTES = 3;

    private static final Set<String> INHERITED = Set.of("PATH", "LANG", "TMPDIR", "JAVA_HOME", "HOLDFAST_JAVA_HOME");

    private final Path home;
    private final Path folder;
    private final Map<String, String> environment;

    /**
     * @param home becomes {@code HOME}
     * @param folder the working folder
     * @param environment variables beside the few that are inherited
     */
    Program(Path home, Path folder, Map<String, String> environment) {
        this.home = home;
        this.folder = folder;
        this.environment = environment;
    }

    /** How a program ended: its exit code, and what it wrote to standard output and to standard error. */
    record Ended(int exit, String output, String errors) {}

    /** The project's launcher, {@code bin/holdfast}. */
    static Path launcher() {
        return Proof.project().resolve("bin/holdfast");
    }

    Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output", ".txt");
        Path errors = Files.createTempFile(home, "errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("HOLDFAST_HOME", home.resolve(".holdfast").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        end(process, command.get(0));
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private static void end(Process process, String name) throws InterruptedException {
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended).as("%s ended by itself", name).isTrue();
    }
}
