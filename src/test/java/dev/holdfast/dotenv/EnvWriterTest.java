package dev.holdfast.dotenv;

import static dev.holdfast.dotenv.Writes.names;
import static dev.holdfast.dotenv.Writes.value;
import static dev.holdfast.dotenv.Writes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvWriterTest {

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
    void write_newFile_isMadeForTheOwnerAlone() throws Exception {
        write(writer, "KEY", "two words");

        assertThat(Files.readString(file)).isEqualTo("KEY='two words'\n");
        assertThat(mode()).isEqualTo("rw-------");
        assertThat(names(root)).containsExactly(".env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r--r--", "rw-rw----", "r--------", "rwx------"})
    void write_existingFile_keepsItsMode(String mode) throws Exception {
        Files.writeString(file, "KEY=old\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        write(writer, "KEY", "new");

        assertThat(Files.readString(file)).isEqualTo("KEY=new\n");
        assertThat(mode()).isEqualTo(mode);
    }

    @Test
    void write_newContent_isNeverWiderThanTheOldFile() throws Exception {
        Files.writeString(file, "KEY=old\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        List<String> modes = new ArrayList<>();
        EnvWriter watched = new EnvWriter(new Workspace(root), step -> {
            if (step.startsWith("env.temp.")) {
                modes.add(step + " " + modeOf(temporaryFile()));
            }
        });

        write(watched, "KEY", "new");

        assertThat(modes)
                .containsExactly(
                        "env.temp.created rw-------", "env.temp.written rw-------", "env.temp.synced rw-r-----");
    }

    @Test
    void write_steps_areReachedInTheirOrder() {
        List<String> steps = new ArrayList<>();

        write(new EnvWriter(new Workspace(root), steps::add), "KEY", "new");

        assertThat(steps)
                .containsExactly(
                        "env.check",
                        "env.read",
                        "env.temp.created",
                        "env.temp.written",
                        "env.temp.synced",
                        "env.recheck",
                        "env.renamed",
                        "env.dir.synced");
    }

    @Test
    void write_severalSettings_allOrNone() throws Exception {
        Files.writeString(file, "A=1\n");
        try (PreparedEnv prepared = writer.prepare(".env", List.of("A", "B"));
                SecretValue good = value("good");
                SecretValue bad = value("a\rb")) {
            assertThatThrownBy(() -> prepared.write(
                            List.of(new EnvSetting("A", Receipts.of(good)), new EnvSetting("B", Receipts.of(bad)))))
                    .isInstanceOf(Refusal.class);
            assertThat(Files.readString(file)).isEqualTo("A=1\n");

            prepared.write(List.of(new EnvSetting("A", Receipts.of(good)), new EnvSetting("B", Receipts.of(good))));
            assertThat(Files.readString(file)).isEqualTo("A=good\nB=good\n");
        }
    }

    @Test
    void write_sameValueAgain_leavesTheFileAlone() throws Exception {
        write(writer, "KEY", "new");
        Object before = Files.getAttribute(file, "unix:ino");

        write(writer, "KEY", "new");

        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    }

    @Test
    void current_presentValue_isGivenForTheQuestionWhetherItIsStored() throws Exception {
        Files.writeString(file, "KEY='old one'\nOTHER=ab#cd\nEMPTY=\n");
        try (PreparedEnv prepared = writer.prepare(".env", List.of("KEY"));
                SecretValue old = value("old one")) {
            assertThat(prepared.current("KEY").orElseThrow().sameAs(old)).isTrue();
            assertThat(prepared.currentReadings("OTHER")).hasSize(2);
            assertThat(prepared.current("EMPTY")).isEmpty();
            assertThat(prepared.fileLabel()).isEqualTo(".env");
        }
    }

    @Test
    void prepare_folderThatMayNotBeWritten_isRefusedUnlessRootAsks() throws Exception {
        Path closed = Files.createDirectory(root.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (Files.isWritable(closed)) {
            // Root may write anywhere; for root too the disk may be read-only, which DiskIT shows.
            writer.prepare("closed/.env", List.of("A")).close();
            return;
        }
        assertThat(catchThrowableOfType(Refusal.class, () -> writer.prepare("closed/.env", List.of("A")))
                        .hint())
                .contains("folder may be written");
    }

    @Test
    void prepare_notUtf8_isRefusedAndUntouched() throws Exception {
        byte[] latin = {'A', '=', (byte) 0xE4, '\n'};
        Files.write(file, latin);

        assertThat(catchThrowableOfType(Refusal.class, () -> writer.prepare(".env", List.of("A")))
                        .problem())
                .contains("UTF-8");
        assertThat(Files.readAllBytes(file)).isEqualTo(latin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A.B", "A B", "A=B", "Ä", "A\n", "export A"})
    void prepare_nameThatNoShellTakes_isAnInvalidArgument(String name) {
        assertThat(catchThrowableOfType(Refusal.class, () -> writer.prepare(".env", List.of(name)))
                        .reason())
                .isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void prepare_nameLengths_upTo128() {
        assertThatCode(() -> writer.prepare(".env", List.of("A".repeat(128))).close())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> writer.prepare(".env", List.of("A".repeat(129))))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> writer.prepare(".env", List.of("A", "A"))).isInstanceOf(Refusal.class);
    }

    @Test
    void write_faultAtAnyStepBeforeTheRename_leavesTheOldFileAndNothingElse() throws Exception {
        Files.writeString(file, "KEY=old\n");
        for (String fault : List.of("env.temp.created", "env.temp.written", "env.temp.synced", "env.recheck")) {
            EnvWriter failing = new EnvWriter(new Workspace(root), step -> {
                if (step.equals(fault)) {
                    throw new IllegalStateException("stopped");
                }
            });
            assertThatThrownBy(() -> write(failing, "KEY", "new")).isInstanceOf(IllegalStateException.class);
            assertThat(Files.readString(file)).as(fault).isEqualTo("KEY=old\n");
            assertThat(names(root)).as(fault).containsExactly(".env");
        }
    }

    private String mode() {
        return modeOf(file);
    }

    private static String modeOf(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path temporaryFile() {
        return root.resolve(names(root).stream()
                .filter(EnvFileName::isTemporary)
                .findFirst()
                .orElseThrow());
    }
}
