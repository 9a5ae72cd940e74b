package dev.holdfast.dotenv;

import static dev.holdfast.dotenv.Writes.names;
import static dev.holdfast.dotenv.Writes.value;
import static dev.holdfast.dotenv.Writes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Receipts;
import dev.holdfast.access.Refusal;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that change between being read and being replaced. */
final class EnvRaceTest {

    @TempDir
    Path root;

    private Path file;
    private EnvWriter writer;

    @BeforeEach
    void makeWriter() {
        file = root.resolve(".env");
        writer = new EnvWriter(new Workspace(root), FaultPoints.NONE);
    }

    @Test
    void write_changedMeanwhileInSizeAndTimeAlike_isRefusedAndNothingLost() throws Exception {
        Files.writeString(file, "KEY=old\nB=1\n");
        FileTime time = Files.getLastModifiedTime(file);
        try (PreparedEnv prepared = writer.prepare(".env", List.of("KEY"));
                SecretValue value = value("new")) {
            Files.writeString(file, "KEY=old\nB=2\n");
            Files.setLastModifiedTime(file, time);

            assertChangedMeanwhile(prepared, value);
        }
        assertThat(Files.readString(file)).isEqualTo("KEY=old\nB=2\n");
        assertThat(names(root)).containsExactly(".env");
    }

    @Test
    void write_appearedMeanwhile_isRefusedAndNothingLost() throws Exception {
        try (PreparedEnv prepared = writer.prepare(".env", List.of("KEY"));
                SecretValue value = value("new")) {
            Files.writeString(file, "B=2\n");

            assertChangedMeanwhile(prepared, value);
        }
        assertThat(Files.readString(file)).isEqualTo("B=2\n");
    }

    @Test
    void write_goneMeanwhile_isRefused() throws Exception {
        Files.writeString(file, "B=2\n");
        try (PreparedEnv prepared = writer.prepare(".env", List.of("KEY"));
                SecretValue value = value("new")) {
            Files.delete(file);

            assertChangedMeanwhile(prepared, value);
        }
        assertThat(names(root)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "appears", "link", "mode", "gone", "tracked"})
    void write_changedBetweenReadingAndRenaming_isRefusedAndNothingLost(String change) throws Exception {
        boolean existed = !change.equals("appears");
        if (existed) {
            Files.writeString(file, "B=1\n");
        }
        EnvWriter raced = new EnvWriter(new Workspace(root), step -> {
            if (step.equals("env.temp.synced")) {
                change(change);
            }
        });
        try (PreparedEnv prepared = raced.prepare(".env", List.of("KEY"));
                SecretValue value = value("new")) {
            assertThat(catchThrowableOfType(
                                    Refusal.class,
                                    () -> prepared.write(List.of(new EnvSetting("KEY", Receipts.of(value)))))
                            .reason())
                    .isEqualTo(Reason.ENV_REFUSED);
        }
        assertThat(names(root)).noneMatch(EnvFileName::isTemporary);
        assertThat(Files.exists(file) ? Files.readString(file) : "").doesNotContain("KEY");
    }

    @Test
    void write_newFileAppearsAtTheVeryLast_isNotOverwritten() throws Exception {
        EnvWriter raced = new EnvWriter(new Workspace(root), step -> {
            if (step.equals("env.recheck")) {
                change("appears");
            }
        });

        assertThatThrownBy(() -> write(raced, "KEY", "new")).isInstanceOf(Refusal.class);

        assertThat(Files.readString(file)).isEqualTo("B=9\n");
        assertThat(names(root)).containsExactly(".env");
    }

    @Test
    void write_ownCallsAtTheSameTime_buildOnEachOther() throws Exception {
        Files.writeString(file, "A=1\n");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String name = "KEY_" + i;
                calls.add(() -> {
                    write(writer, name, "value of " + name);
                    return name;
                });
            }
            for (Future<Object> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(Files.readAllLines(file)).hasSize(25).contains("A=1", "KEY_7='value of KEY_7'");
    }

    @Test
    void write_ownCallForTheSameNameMeanwhile_isRefused() throws Exception {
        Files.writeString(file, "KEY=old\n");
        try (PreparedEnv prepared = writer.prepare(".env", List.of("KEY"));
                SecretValue value = value("mine")) {
            write(writer, "KEY", "theirs");

            assertChangedMeanwhile(prepared, value);
        }
        assertThat(Files.readString(file)).isEqualTo("KEY=theirs\n");
    }

    private void change(String what) {
        try {
            switch (what) {
                case "content" -> Files.writeString(file, "B=9\n");
                case "appears" -> Files.writeString(file, "B=9\n");
                case "link" -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, Files.writeString(root.resolve("b.env"), "B=1\n"));
                }
                case "mode" -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
                case "gone" -> Files.delete(file);
                case "tracked" -> Files.writeString(root.resolve(".git"), "gitdir: ./nowhere\n");
                default -> throw new IllegalArgumentException(what);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertChangedMeanwhile(PreparedEnv prepared, SecretValue value) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> prepared.write(List.of(new EnvSetting("KEY", Receipts.of(value)))));
        assertThat(refusal.reason()).isEqualTo(Reason.ENV_REFUSED);
        assertThat(refusal.hint()).contains("Call again");
    }
}
