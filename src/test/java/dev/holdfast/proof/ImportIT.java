package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository of 50 files and 2,000 assignments is imported in one run, and in runs that are killed on the way. */
@Tag("proof")
final class ImportIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ALLOWED = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 1_000_000;

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private EnvForest forest;

    @BeforeEach
    void grow() throws Exception {
        holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("shop")));
        forest = EnvForest.in(holdfast.workspace());
        assertThat(forest.files()).hasSize(EnvForest.FILES);
    }

    @Test
    void import_ofAllFiles_takesOneRun() throws Exception {
        long begun = System.nanoTime();
        JsonNode report = run("env", "import", "--dir", ".", "--yes", "--json");
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(report.get("entries")).hasSize(EnvForest.ASSIGNMENTS);
        assertThat(report.get("new").asInt()).isEqualTo(forest.different());
        requireEachOnce(report);
        for (String file : forest.files()) {
            assertThat(Files.readAllBytes(holdfast.workspace().resolve(file))).isEqualTo(forest.bytes(file));
        }
        Proof.line(
                "import",
                EnvForest.FILES + " files, " + EnvForest.ASSIGNMENTS + " assignments, " + forest.different()
                        + " secrets stored and read back in " + took.toMillis() + " ms (target " + ALLOWED.toMillis()
                        + ")"
                        + (took.compareTo(ALLOWED) < 0 ? "" : " MISSED"));
    }

    @Test
    void import_killedOnTheWay_goesOnAndHasEachSecretOnce() throws Exception {
        int all = forest.different();
        for (int part : new int[] {1, 5, 30, 60, 90}) {
            int until = Math.max(1, all * part / 100);
            kill(() -> count("secret") >= until);
            assertThat(count("secret")).isLessThan(all);
        }
        int before = count("secret");
        JsonNode report = run("env", "import", "--dir", ".", "--yes", "--json");
        assertThat(report.get("new").asInt()).isEqualTo(all - before);
        requireEachOnce(report);
        Proof.line("import-killed", "5 kills, then " + all + " secrets, each once, none lost");
    }

    @Test
    void replace_killedOnTheWay_losesNothingAndTheFilesComeBack() throws Exception {
        kill(() -> replaced() >= 1, "--replace");
        kill(() -> replaced() >= EnvForest.FILES / 2, "--replace");
        int first = replaced();
        assertThat(first).isLessThan(EnvForest.FILES);
        run("env", "import", "--dir", ".", "--yes", "--json", "--replace");
        assertThat(replaced()).isEqualTo(EnvForest.FILES);
        assertThat(count("secret")).isEqualTo(forest.different());

        for (String file : List.of(".env", ".env.staging", "services/s4/worker.env")) {
            JsonNode restored = run("env", "restore", file, "--json");
            assertThat(restored.get("refused")).isEmpty();
            assertThat(Files.readAllBytes(holdfast.workspace().resolve(file))).isEqualTo(forest.bytes(file));
        }
        Proof.line("import-replace", "2 kills, " + EnvForest.FILES + " files with references, restored byte for byte");
    }

    /** Every secret of every file is stored at the path that is told, as a first version, and nothing else is. */
    private void requireEachOnce(JsonNode report) throws Exception {
        assertThat(report.get("left").asInt()).isZero();
        Map<String, String> byPath = new HashMap<>();
        int variables = 0;
        for (JsonNode entry : report.get("entries")) {
            String value =
                    forest.value(entry.get("file").asText(), entry.get("name").asText());
            assertThat(entry.has("keyPath")).isEqualTo(value != null);
            if (value != null) {
                variables++;
                String other = byPath.put(entry.get("keyPath").asText(), value);
                assertThat(other == null || other.equals(value))
                        .as("one value a path")
                        .isTrue();
            }
        }
        assertThat(variables).isEqualTo(forest.variables());
        assertThat(byPath).hasSize(forest.different());
        assertThat(count("secret")).isEqualTo(forest.different());
        assertThat(count("secret_version")).isEqualTo(forest.different());
        assertThat(count("env_placement")).isEqualTo(forest.variables());
        try (Opened opened = Opened.of(holdfast)) {
            byPath.forEach((path, value) ->
                    assertThat(opened.holds(path, 1, value)).as("stored").isTrue());
            assertThat(opened.audit().verify().fault()).isNull();
            assertThat(opened.openDecisions()).isEmpty();
        }
    }

    private JsonNode run(String... command) throws IOException {
        Finished finished = Finished.run(holdfast.launcher(command));
        assertThat(finished.err()).isEmpty();
        assertThat(finished.exit()).isZero();
        return JSON.readTree(finished.out());
    }

    /** Starts an import and kills it with {@code kill -9} as soon as it has come so far. */
    private void kill(BooleanSupplier far, String... more) throws Exception {
        String[] command = new String[4 + more.length];
        System.arraycopy(new String[] {"env", "import", "--dir=.", "--yes"}, 0, command, 0, 4);
        System.arraycopy(more, 0, command, 4, more.length);
        Process process = holdfast.launcher(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!far.getAsBoolean() && process.isAlive()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        assertThat(process.isAlive()).as("was killed on the way").isTrue();
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private int count(String table) {
        return Files.exists(holdfast.home().resolve("holdfast.db")) ? Sqlite3.count(holdfast, table) : 0;
    }

    private int replaced() {
        int replaced = 0;
        for (String file : forest.files()) {
            try {
                replaced += Files.readString(holdfast.workspace().resolve(file)).contains("=holdfast://project/shop/")
                        ? 1
                        : 0;
            } catch (IOException e) {
                throw new IllegalStateException("a .env is gone");
            }
        }
        return replaced;
    }
}
