package dev.holdfast.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fault.FaultPoints;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writers in processes of their own: killed at each step, alive beside another, and two at once. */
final class EnvCrashIT {

    private static final String OLD = "A=1\nKEY=old # why\n";
    private static final String NEW = "A=1\nKEY='new value' # why\n";

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "env.check, false", "env.read, false", "env.temp.created, false", "env.temp.written, false",
        "env.temp.synced, false", "env.recheck, false", "env.renamed, true", "env.dir.synced, true"
    })
    void write_killedAtAStep_fileIsOldOrNewAndTheRestartCleansUp(String step, boolean done) throws Exception {
        Files.writeString(root.resolve(".env"), OLD);

        assertThat(start("halt", step).waitFor()).isEqualTo(9);

        assertThat(Files.readString(root.resolve(".env"))).isEqualTo(done ? NEW : OLD);
        new Workspace(root).removeLeftovers();
        assertThat(names()).containsExactly(".env");
    }

    @ParameterizedTest
    @CsvSource({"env.temp.written, false", "env.recheck, false", "env.renamed, true"})
    void write_newFileKilledAtAStep_isWholeOrMissingAndCanBeWrittenAgain(String step, boolean done) throws Exception {
        assertThat(start("halt", step).waitFor()).isEqualTo(9);

        assertThat(Files.exists(root.resolve(".env"))).isEqualTo(done);
        assertThat(start("halt", "none").waitFor()).isZero();
        assertThat(Files.readString(root.resolve(".env"))).isEqualTo("KEY='new value'\n");
        assertThat(names()).containsExactly(".env");
    }

    @Test
    void prepare_anotherProcessAtWork_leavesItsTemporaryFile() throws Exception {
        Process living = start("wait", "env.temp.written");
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(living.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("waiting");

            new EnvWriter(new Workspace(root), FaultPoints.NONE)
                    .prepare(".env", List.of("A"))
                    .close();
            new Workspace(root).removeLeftovers();
            assertThat(names()).hasSize(1).allMatch(EnvFileName::isTemporary);

            living.getOutputStream().write('\n');
            living.getOutputStream().close();
            assertThat(living.waitFor()).isZero();
            assertThat(names()).containsExactly(".env");
        } finally {
            living.destroyForcibly();
        }
    }

    @Test
    void write_twoProcessesAtOnce_noWriteIsLost() throws Exception {
        Process one = start("many", "ONE_");
        Process two = start("many", "TWO_");

        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();

        assertThat(Files.readAllLines(root.resolve(".env"))).hasSize(100).doesNotHaveDuplicates();
        assertThat(names()).containsExactly(".env");
    }

    private Process start(String how, String what) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        root.toString(),
                        how,
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> names() throws Exception {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
