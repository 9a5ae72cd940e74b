package dev.holdfast.run;

import static dev.holdfast.run.RunWorld.KEY;
import static dev.holdfast.run.RunWorld.SET;
import static dev.holdfast.run.RunWorld.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused starts nothing; and files whose values are references. */
@Tag("proof")
class RunRefusalIT {

    @TempDir
    private static Path folder;

    private static RunWorld world;
    private static int refused;

    @BeforeAll
    static void store() {
        world = new RunWorld(folder);
    }

    @AfterAll
    static void tell() {
        Proof.line("run-refused", refused + " refusals, each with its code and row; nothing was started");
    }

    private static Finished refused(int exit, String code, String... options) {
        String[] arguments = java.util.Arrays.copyOf(options, options.length + 3);
        arguments[options.length] = "--";
        arguments[options.length + 1] = "touch";
        arguments[options.length + 2] = "started";
        Finished ended = world.run(arguments);
        assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith(code).doesNotContain(VALUE, "typed");
        assertThat(world.file("started")).doesNotExist();
        refused++;
        return ended;
    }

    @Test
    void file_withReferences_givesValues() throws Exception {
        world.write(
                "good.env",
                "# of the project\nPORT=8080\nexport KEY='holdfast://" + KEY + "'\nOLD=holdfast://" + RunWorld.OLD
                        + "?version=1\nNEW=\"holdfast://" + RunWorld.OLD + "\"\nTEXT='two words'\nEMPTY=\nPIN=4711\n");
        Finished ended = world.run(
                "--no-masking",
                "--env-file",
                "good.env",
                "--set",
                "PIN=" + KEY,
                "--",
                "sh",
                "-c",
                "printf '%s|' \"$PORT\" \"$KEY\" \"$OLD\" \"$NEW\" \"$TEXT\" \"${EMPTY-unset}\" \"$PIN\"");
        assertThat(ended)
                .isEqualTo(new Finished(
                        0,
                        "8080|" + VALUE + "|" + RunWorld.FIRST + "|" + RunWorld.SECOND + "|two words||" + VALUE + "|",
                        ""));
        assertThat(world.run("--env-file=good.env", "--", "sh", "-c", "echo $OLD $NEW $PORT")
                        .out())
                .isEqualTo("[REDACTED:OLD] [REDACTED:NEW] 8080\n");
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast://, INVALID_ARGUMENT",
        "holdfast://project/run/Typed, INVALID_KEY_PATH",
        "holdfast://typed, INVALID_KEY_PATH",
        "HOLDFAST://project/run/stripe_api_key, INVALID_ARGUMENT",
        "holdfast://project/run/stripe_api_key?version=0, INVALID_ARGUMENT",
        "holdfast://project/run/stripe_api_key?version=1&typed, INVALID_ARGUMENT",
        "Bearer holdfast://project/run/stripe_api_key, INVALID_ARGUMENT",
        "holdfast://project/run/stripe_api_key typed, INVALID_ARGUMENT",
        "postgres://typed:holdfast://project/run/stripe_api_key@db, INVALID_ARGUMENT"
    })
    void reference_thatIsMalformed_isRefusedWithItsLine(String value, String code) throws Exception {
        world.write("bad.env", "# one\nA=1\n\nB='" + value + "'\n");
        assertThat(refused(1, code, "--env-file=bad.env").err()).contains("ine 4 ");
        assertThat(world.lastRows(1).get(0).path("reason").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "A=ab#cd, ENV_REFUSED",
        "A='${HOME}', ENV_REFUSED",
        "PATH=typed, INVALID_ARGUMENT",
        "LD_PRELOAD=typed, INVALID_ARGUMENT",
        "A=holdfast://project/run/not_stored, STORE_FIRST",
        "A=holdfast://project/run/changed_key?version=7, STORE_FIRST"
    })
    void file_thatIsInDoubt_isRefused(String line, String code) throws Exception {
        world.write("doubt.env", line + "\n");
        refused(1, code, SET, "--env-file=doubt.env");
    }

    @Test
    void file_thatIsElsewhereOrMissing_isRefused() throws Exception {
        Files.writeString(folder.resolve("outside.env"), "A=1\n");
        refused(1, "ENV_REFUSED", "--env-file=missing.env");
        refused(1, "ENV_REFUSED", "--env-file=" + folder.resolve("outside.env"));
    }

    @Test
    void setting_thatIsWrong_isRefused() {
        refused(1, "STORE_FIRST", SET, "--set=B=project/run/not_stored");
        refused(1, "INVALID_KEY_PATH", SET, "--set=B=" + "Typed_secret");
        refused(1, "INVALID_ARGUMENT", "--set=B-typed C=" + KEY);
        refused(1, "INVALID_ARGUMENT", "--set=LD_PRELOAD=" + KEY);
        refused(2, "An option", "--set=typed");
        refused(2, "An option", "--typed");
        refused(2, "An option");
    }

    @Test
    void agent_withoutTheRight_isDenied() throws Exception {
        Path config = world.holdfast.home().resolve("holdfast.yaml");
        Files.writeString(
                config,
                "agents:\n  - name: reader\n    environment: development\n    allow:\n"
                        + "      - {actions: [read, list], paths: [\"project/**\"]}\n");
        try {
            refused(1, "ACCESS_DENIED", SET, "--agent=reader");
            assertThat(world.lastRows(1).get(0).path("status").asText()).isEqualTo("DENIED");
        } finally {
            Files.delete(config);
        }
    }

    /** The decision's row is there before the command starts; without the outcome's it is ended. */
    @Test
    void rowThatCannotBeWritten_endsTheCommand() throws Exception {
        String address = "jdbc:sqlite:" + world.holdfast.home().resolve("holdfast.db");
        try (Connection connection = DriverManager.getConnection(address);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER trap BEFORE INSERT ON key_access_audit WHEN NEW.phase = 'decision'"
                    + " BEGIN SELECT RAISE(ABORT, 'no'); END");
            refused(3, "AUDIT_UNAVAILABLE", SET);
            statement.execute("DROP TRIGGER trap");
            statement.execute("CREATE TRIGGER trap BEFORE INSERT ON key_access_audit WHEN NEW.phase = 'outcome'"
                    + " BEGIN SELECT RAISE(ABORT, 'no'); END");
            Finished ended = world.run(SET, "--", "sh", "-c", "echo $$ > pid; echo $K; exec sleep 600");
            statement.execute("DROP TRIGGER trap");
            assertThat(ended.exit()).isEqualTo(3);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).startsWith("AUDIT_UNAVAILABLE");
        }
        Path pid = world.file("pid");
        if (Files.exists(pid) && Files.size(pid) > 0) {
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .isEmpty();
        }
    }
}
