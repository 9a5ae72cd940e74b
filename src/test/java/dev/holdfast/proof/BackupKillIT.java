package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.StepMain;
import dev.holdfast.mcp.Finished;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore killed at each step: no half file under the backup's name, and the old database or the new one. */
@Tag("proof")
class BackupKillIT {

    private static final List<String> BACKUP =
            List.of("backup.copied", "backup.sealed", "backup.proven", "backup.named");
    private static final List<String> RESTORE =
            List.of("restore.opened", "restore.proven", "restore.kept", "restore.copied");

    @TempDir
    private Path folder;

    private final AtomicInteger kills = new AtomicInteger();

    static void killAt(Holdfast holdfast, String step, String... command) throws Exception {
        Path tests = Path.of(StepMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process process = holdfast.program(
                        List.of("-Dproof.step=" + step),
                        List.of(tests, Holdfast.jar()),
                        StepMain.class.getName(),
                        command)
                .start();
        try (BufferedReader errors = process.errorReader()) {
            String line = errors.readLine();
            while (line != null && !line.equals(StepMain.REACHED + step)) {
                line = errors.readLine();
            }
            assertThat(line).as("the step is reached").isNotNull();
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Acknowledged write(Holdfast holdfast, String path) {
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            String value = Values.next();
            Reply reply = client.call(
                    "set_secret", Map.of("keyPath", path, "value", value, "description", "A value that is backed up"));
            client.end();
            return Acknowledged.of(path, value, reply);
        }
    }

    private static Finished run(Holdfast holdfast, String... command) {
        return Finished.run(holdfast.java(List.of(), command));
    }

    @Test
    void killed_atEachStep_theHomeIsTheOldOrTheNewOne() throws Exception {
        Holdfast holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        Acknowledged first = write(holdfast, "project/proof/first");
        Path backup = folder.resolve("one.backup");
        for (String step : BACKUP) {
            kills.incrementAndGet();
            killAt(holdfast, step, "backup", "--out", backup.toString());
            assertThat(Files.exists(backup)).as(step).isEqualTo(step.equals("backup.named"));
        }
        assertThat(run(holdfast, "restore", "--dry-run", backup.toString()).exit())
                .as("a file that has its name is whole")
                .isZero();
        Acknowledged later = write(holdfast, "project/proof/later");
        for (String step : RESTORE) {
            kills.incrementAndGet();
            killAt(holdfast, step, "restore", "--yes", backup.toString());
            try (Opened opened = Opened.of(holdfast)) {
                opened.requireStored(first);
                assertThat(opened.holds(later.path(), later.version(), later.value()))
                        .as(step)
                        .isEqualTo(!step.equals("restore.copied"));
                assertThat(opened.audit().verify().fault()).as(step).isNull();
                assertThat(opened.openDecisions()).as(step).isEmpty();
            }
        }
        assertThat(run(holdfast, "restore", "--yes", backup.toString()).exit()).isZero();
        try (Stream<Path> left = Files.list(holdfast.home())) {
            assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".scratch"));
        }
        Proof.line("backup killed", kills + " kills, the database was the old or the new one, no half file");
    }
}
