package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {

    @TempDir
    private Path folder;

    private Holdfast holdfast;

    @BeforeEach
    void store() {
        holdfast = Session.holdfast(folder);
        try (Session session = Session.in(folder)) {
            assertThat(session.store("project/doctor/key", "abc123").refused()).isFalse();
        }
    }

    private Finished doctor() {
        return Finished.run(holdfast.java(List.of(), "doctor", "--json"));
    }

    /** What fails, each with its mend. */
    private static List<String> failures(Finished doctor) {
        List<String> failures = new ArrayList<>();
        for (JsonNode finding : Session.json(doctor.out()).path("findings")) {
            if (finding.path("status").asText().equals("fail")) {
                assertThat(finding.path("mend").asText()).isNotBlank();
                failures.add(finding.path("what").asText());
            }
        }
        return failures;
    }

    private static void open(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void doctor_findsNothingInAFreshHome() {
        Finished doctor = doctor();
        assertThat(failures(doctor)).isEmpty();
        assertThat(doctor.exit()).isZero();
    }

    @Test
    void doctor_findsAHomeFolderThatIsOpenToOthers() throws Exception {
        open(holdfast.home(), "rwxr-xr-x");
        Finished doctor = doctor();
        assertThat(doctor.exit()).isEqualTo(1);
        assertThat(failures(doctor)).containsExactly("home folder");
        Finished plain = Finished.run(holdfast.java(List.of(), "doctor"));
        assertThat(plain.exit()).isEqualTo(1);
        assertThat(plain.out()).contains("FAIL", "chmod 700 ");
    }

    @Test
    void doctor_findsAKeyFileThatIsOpenToOthers() throws Exception {
        open(holdfast.home().resolve("master.key"), "rw-r--r--");
        Finished doctor = doctor();
        assertThat(doctor.exit()).isEqualTo(1);
        assertThat(failures(doctor)).isNotEmpty();
        assertThat(doctor.out()).contains("600");
    }

    @Test
    void doctor_findsFaultsOfTheConfiguration() throws Exception {
        Files.writeString(holdfast.home().resolve("holdfast.yaml"), "agents:\n  - {name: a, colour: red}\n");
        Finished doctor = doctor();
        assertThat(doctor.exit()).isEqualTo(1);
        assertThat(failures(doctor)).contains("holdfast.yaml");
    }
}
