package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on secrets, as a script and as a person at a terminal call them. */
@Tag("proof")
class SecretCommandsIT {

    private static final String KEY = "project/shell/stored_key";
    private static final String VALUE = "value-of-the-shell-8462";
    private static final String OTHER = "other-value-of-it-1935";
    private static final String[] DESCRIBED = {"--description", "Signing secret for the shell tests"};

    @TempDir
    private Path folder;

    private Holdfast holdfast;

    @BeforeEach
    void open() {
        holdfast = Session.holdfast(folder);
    }

    private Finished run(String input, String... command) {
        return Finished.run(holdfast.launcher(command), input.getBytes(StandardCharsets.UTF_8));
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(first));
        return all.toArray(String[]::new);
    }

    private void store() {
        Finished stored = run(VALUE + "\n", with(DESCRIBED, "set", KEY));
        assertThat(stored.exit()).as(stored.err()).isZero();
        assertThat(stored.out()).contains(KEY, "version 1", "hf1:").doesNotContain(VALUE);
    }

    private JsonNode json(String input, String... command) {
        Finished ended = run(input, with(new String[] {"--json"}, command));
        assertThat(ended.exit()).as("%s: %s", command[0], ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        return Session.json(ended.out());
    }

    private void refused(int exit, String code, String input, String... command) {
        Finished ended = run(input, command);
        assertThat(ended.exit()).as("%s: %s", command[0], ended.err()).isEqualTo(exit);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(code).doesNotContain(VALUE).doesNotContain(OTHER);
    }

    @Test
    void script_storesGetsAndCompares() {
        store();
        Finished got = run("", "get", KEY, "--reveal");
        assertThat(got.out().equals(VALUE + "\n")).as("the value comes back").isTrue();
        assertThat(run(VALUE, "verify", KEY).exit()).isZero();
        assertThat(run(OTHER, "verify", KEY).exit()).isEqualTo(1);
        JsonNode rotated = json(OTHER, "rotate", KEY, "--reason", "test of the shell", "--grace", "1h");
        assertThat(rotated.path("previousVersion").asInt()).isEqualTo(1);
        JsonNode before = json("", "get", KEY, "--version", "1", "--reveal");
        assertThat(before.path("value").asText().equals(VALUE)).isTrue();
        assertThat(before.path("deprecated").asBoolean()).isTrue();
        assertThat(json("", "list", "--project", "shell")
                        .path("secrets")
                        .path(0)
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(run("", "list").out())
                .contains("KEY PATH", KEY, DESCRIBED[1])
                .doesNotContain(OTHER);
        JsonNode versions = json("", "history", KEY).path("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.path(1).path("reason").asText()).isEqualTo("test of the shell");
        assertThat(versions.toString()).doesNotContain(VALUE).doesNotContain(OTHER);
        Proof.line(
                "secret-commands", "a script stores, gets, compares, rotates and lists; no value where none was asked");
    }

    @Test
    void facts_areShownAndTheDescriptionChanges() {
        store();
        assertThat(json("", "describe", KEY).path("fingerprint").asText()).startsWith("hf1:");
        JsonNode changed = json("", "describe", KEY, "--description", "Signing secret of another shell");
        assertThat(changed.path("description").asText()).isEqualTo("Signing secret of another shell");
        assertThat(run(VALUE, "verify", KEY).exit()).isZero();
        refused(1, "INVALID_DESCRIPTION: ", "", "describe", KEY, "--description", "it says " + VALUE + " aloud");
        refused(
                1,
                "VERSION_CONFLICT: ",
                "",
                "describe",
                KEY,
                "--description",
                "Signing secret of a third shell",
                "--expected-version",
                "1");
    }

    @Test
    void labels_changeOneByOneAndSecretsAreListedByThem() {
        store();
        JsonNode bare = json("", "describe", KEY);
        assertThat(bare.has("owner")).isFalse();
        assertThat(bare.path("tags")).isEmpty();
        json("", "describe", KEY, "--owner", " Payments team ", "--tag", "web", "--tag", "pci-dss");
        JsonNode changed = json("", "describe", KEY, "--tag", "db", "--untag", "web");
        assertThat(changed.path("owner").asText()).isEqualTo("Payments team");
        assertThat(changed.path("tags")).hasToString("[\"db\",\"pci-dss\"]");
        assertThat(changed.path("description").asText()).isEqualTo(DESCRIBED[1]);
        assertThat(run("", "describe", KEY).out()).contains("Payments team", "db, pci-dss");
        assertThat(run("", "list").out()).contains("OWNER", "Payments team", "db, pci-dss");
        JsonNode listed = json("", "list", "--tag", "db").path("secrets").path(0);
        assertThat(listed.path("owner").asText()).isEqualTo("Payments team");
        assertThat(listed.path("tags")).hasToString("[\"db\",\"pci-dss\"]");
        assertThat(json("", "list", "--tag", "web").path("secrets")).isEmpty();
        json(OTHER, "rotate", KEY, "--reason", "test of the shell", "--grace", "1h");
        JsonNode emptied = json("", "describe", KEY, "--no-owner", "--no-tags", "--tag", "web");
        assertThat(emptied.has("owner")).isFalse();
        assertThat(emptied.path("tags")).hasToString("[\"web\"]");
        assertThat(run(OTHER, "verify", KEY).exit()).isZero();
    }

    @Test
    void labels_thatBreakARule_areRefusedAndChangeNothing() {
        store();
        refused(1, "INVALID_ARGUMENT: ", "", "describe", KEY, "--owner", "team " + VALUE);
        refused(1, "INVALID_ARGUMENT: ", "", "describe", KEY, "--owner", "");
        refused(1, "INVALID_ARGUMENT: ", "", "describe", KEY, "--tag", "web", "--tag", "Not A Tag");
        refused(1, "INVALID_ARGUMENT: ", "", "list", "--tag", "Not A Tag");
        refused(2, "exclude each other", "", "describe", KEY, "--owner", "Payments team", "--no-owner");
        refused(2, "exclude each other", "", "describe", KEY, "--tag", "web", "--untag", "web");
        refused(1, "VERSION_CONFLICT: ", "", "describe", KEY, "--tag", "web", "--expected-version", "7");
        assertThat(json("", "describe", KEY).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void deleted_isGoneUntilItIsBroughtBack() {
        store();
        refused(1, "INVALID_ARGUMENT: ", "y\n", "delete", KEY);
        assertThat(run("", "delete", KEY, "--yes").exit()).isZero();
        refused(1, "NOT_FOUND: ", "", "get", KEY, "--reveal");
        assertThat(run("", "undelete", KEY).exit()).isZero();
        assertThat(run(VALUE, "verify", KEY).exit()).isZero();
        refused(1, "NOT_FOUND: ", "", "undelete", KEY);
    }

    @Test
    void request_handsATokenToAFile_andTellsHowItStands() throws Exception {
        store();
        refused(1, "ACCESS_DENIED: ", "", "request", KEY, "--purpose", "needed for the test");
        JsonNode granted =
                json("", "request", KEY, "--purpose", "needed for the test", "--ttl", "30m", "--out", "token.txt");
        assertThat(granted.has("accessToken")).isFalse();
        String token = Files.readString(holdfast.workspace().resolve("token.txt"));
        assertThat(run(token, "redeem", "--reveal").out().equals(VALUE + "\n")).isTrue();
        assertThat(json("", "request", "--id", granted.path("grantId").asText())
                        .path("status")
                        .asText())
                .isEqualTo("expired");
        refused(2, "--purpose", "", "request", KEY);
    }

    @Test
    void refusals_haveTheirCodeAndExit_andRepeatNothing() {
        refused(1, "ACCESS_DENIED: ", "", "get", KEY);
        assertThat(Files.exists(holdfast.home())).isFalse();
        refused(2, "not repeated", "", "set", KEY, VALUE);
        refused(2, "not repeated", "", "set", KEY, "--value", VALUE);
        refused(2, "not repeated", "", "verify", KEY, VALUE);
        refused(2, "not repeated", "", "rotate", KEY, VALUE, "--reason", "test of the shell");
        refused(1, "INVALID_KEY_PATH: ", VALUE, with(DESCRIBED, "set", VALUE));
        refused(1, "INVALID_KEY_PATH: ", "", "describe", VALUE);
        refused(1, "INVALID_DESCRIPTION: ", VALUE, "set", KEY);
        refused(1, "INVALID_VALUE: ", "", with(DESCRIBED, "set", KEY));
        refused(1, "INVALID_VALUE: ", "x".repeat(70_000), with(DESCRIBED, "set", KEY));
        refused(1, "INVALID_ARGUMENT: ", "", "set", KEY, "--generate", "base64:" + VALUE);
        refused(2, "--grace", OTHER, "rotate", KEY, "--reason", "test of the shell", "--grace", "soon");
        refused(1, "NOT_FOUND: ", "", "get", KEY, "--reveal");
    }

    @Test
    void set_generatesAndWritesTheEnv() throws Exception {
        JsonNode made = json(
                "", with(DESCRIBED, "set", KEY, "--generate", "hex:16", "--env-file", ".env", "--env-name", "SIGN"));
        assertThat(made.path("env").path("name").asText()).isEqualTo("SIGN");
        assertThat(Files.readString(holdfast.workspace().resolve(".env"))).containsPattern("SIGN=[\"']?[0-9a-f]{32}");
        Session.audit(holdfast)
                .forEach(row -> assertThat(row.path("channel").asText()).isEqualTo("cli"));
    }

    /** Types answers at prompts on a pseudo-terminal; prints what was seen, and the exit code last. */
    private static final String TYPIST = """
            import os, pty, sys
            pid, fd = pty.fork()
            if pid == 0:
                os.execv(sys.argv[1], sys.argv[1:])
            answers = sys.stdin.read().split("\\n")
            seen, mark = b"", 0
            while True:
                try:
                    data = os.read(fd, 4096)
                except OSError:
                    break
                if not data:
                    break
                seen += data
                if answers and seen[mark:].rstrip(b" ").endswith((b":", b"]")) and seen.endswith(b" "):
                    mark = len(seen)
                    os.write(fd, answers.pop(0).encode() + b"\\n")
            sys.stdout.write(seen.decode())
            sys.stdout.write("\\nexit %d" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;

    private Finished typed(String answers, String... command) throws Exception {
        Path typist = Files.writeString(folder.resolve("typist.py"), TYPIST);
        ProcessBuilder builder = holdfast.launcher(command);
        List<String> all = new ArrayList<>(List.of("python3", typist.toString()));
        all.addAll(builder.command());
        return Finished.run(builder.command(all), answers.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void terminal_asksTwiceWithoutShowing_andPrintsTheValue() throws Exception {
        Finished stored = typed(VALUE + "\n" + VALUE, with(DESCRIBED, "set", KEY));
        assertThat(stored.out())
                .contains("Value:", "Again:", "Stored " + KEY, "exit 0")
                .doesNotContain(VALUE);
        Finished differing = typed(VALUE + "\n" + OTHER, "rotate", KEY, "--reason", "test of the shell");
        assertThat(differing.out()).contains("INVALID_VALUE: ", "exit 1").doesNotContain(VALUE, OTHER);
        Finished shown = typed("", "get", KEY);
        assertThat(shown.out().contains(VALUE)).as("the value is shown").isTrue();
        assertThat(typed("n", "delete", KEY).out()).contains("[y/N]", "INVALID_ARGUMENT: ", "exit 1");
        assertThat(typed("y", "delete", KEY).out()).contains("Deleted " + KEY, "exit 0");
        Proof.line("secret-prompts", "a value typed at a terminal is asked twice and never shown");
    }

    @Test
    void completion_isTakenByBash() throws Exception {
        Path script = folder.resolve("completion.bash");
        Finished printed = run("", "completion", "bash");
        Files.writeString(script, printed.out());
        String ask = "source " + script + "; complete -p holdfast; COMP_WORDS=(holdfast un); COMP_CWORD=1;"
                + " COMP_LINE='holdfast un'; COMP_POINT=11; _complete_holdfast; echo \"got ${COMPREPLY[*]}\"";
        Finished asked = Finished.run(new ProcessBuilder("bash", "--norc", "-c", ask));
        assertThat(asked.out()).contains("complete ", "got undelete");
        assertThat(asked.err()).isEmpty();
        refused(2, "not repeated", "", "completion", VALUE);
    }
}
