package dev.holdfast.run;

import static dev.holdfast.run.RunWorld.KEY;
import static dev.holdfast.run.RunWorld.MARK;
import static dev.holdfast.run.RunWorld.SET;
import static dev.holdfast.run.RunWorld.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command gets from {@code holdfast run}: its environment, its arguments, its input and its exit code. */
class RunIT {

    @TempDir
    private static Path folder;

    private static RunWorld world;

    @BeforeAll
    static void store() {
        world = new RunWorld(folder);
    }

    @Test
    void command_getsTheSecret_andItsExitCodeIsOurs() {
        Finished ended = world.run(SET, "--", "sh", "-c", "test ${#K} -gt 20 && exit 7");
        assertThat(ended).isEqualTo(new Finished(7, "", ""));
        assertThat(world.run(SET, "--", "sh", "-c", "kill -KILL $$").exit()).isEqualTo(137);
    }

    @Test
    void command_thatCannotBeStarted_endsAsInAShell() throws Exception {
        Finished missing = world.run(SET, "--", "no-such-command-anywhere");
        Files.writeString(world.file("plain.txt"), "text");
        Finished plain = world.run(SET, "--", "./plain.txt");
        assertThat(List.of(missing.exit(), plain.exit())).containsExactly(127, 126);
        assertThat(missing.err()).startsWith("holdfast: ").doesNotContain("no-such-command");
        assertThat(world.lastRows(1).get(0).path("status").asText()).isEqualTo("INVALID");
    }

    @Test
    void arguments_behindTheDashes_areTheCommandsAsTheyAre() throws Exception {
        world.write("args", "from a file");
        Finished ended = world.run(
                SET, "--", "printf", "<%s>", "@args", "", "--", "-h", "--set", "a=b", "\"q\"", "ö€", "${K}", "*");
        assertThat(ended.out()).isEqualTo("<@args><><--><-h><--set><a=b><\"q\"><ö€><${K}><*>");
    }

    @Test
    void environment_isThatOfTheCaller_lessTheCredentials() throws Exception {
        Map<String, String> variables = Map.of(
                "version", "9.9",
                "name", "with 'quotes' and $(date)",
                "status", "",
                "LC_ALL", "C",
                "HOLDFAST_TEST_TOKEN", "t",
                "VAULT_TOKEN", "t",
                "BAO_TOKEN", "t",
                "HOLDFAST_TEST_PASSWORD", "t",
                "VAULT_ADDR", "http://localhost:1");
        Finished ended = world.run(variables, "--no-masking", SET, "--", "env", "-0");
        List<String> lines = List.of(ended.out().split("\0"));
        assertThat(lines)
                .contains("version=9.9", "name=with 'quotes' and $(date)", "status=", "LC_ALL=C", "K=" + VALUE)
                .contains("HOLDFAST_HOME=" + world.holdfast.home(), "VAULT_ADDR=http://localhost:1")
                .noneMatch(line -> line.contains("TOKEN=") || line.contains("PASSWORD=") || line.contains("holdfast_"));
        assertThat(List.of(world.run(Map.of("LANG", "C"), SET, "--", "env", "-0")
                        .out()
                        .split("\0")))
                .noneMatch(line -> line.startsWith("LC_ALL="));
    }

    /** The launcher puts aside what stands in each name that it uses itself. */
    @Test
    void launcher_putsAsideEveryNameThatItSets() throws Exception {
        String script = Files.readString(Proof.project().resolve("bin/holdfast"));
        String list = script.substring(script.indexOf("for holdfast_name in"), script.indexOf("; do\n    eval"));
        java.util.regex.Matcher set = java.util.regex.Pattern.compile(
                        "(?m)^ *(?:\\[[^\\]]*\\] && |while IFS='=' read -r |for |case [^)]*\\) )*([a-z_]+)(?==| in |; do)")
                .matcher(script);
        int count = 0;
        for (; set.find(); count++) {
            if (!set.group(1).startsWith("holdfast_")) {
                assertThat(list.split("\\s+")).contains(set.group(1));
            }
        }
        assertThat(count).isGreaterThan(20);
    }

    @Test
    void input_reachesTheCommand_andBytesThatAreNoTextComeBack() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(11).nextBytes(bytes);
        Path in = Files.write(world.file("in"), bytes);
        Path out = world.file("out");
        int exit = world.builder(SET, "--", "cat")
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
        assertThat(Files.mismatch(in, out)).isEqualTo(-1);
    }

    @Test
    void prompt_appearsBeforeTheAnswerIsGiven() throws Exception {
        // It ends in "s", as the secret begins.
        Process process = world.builder(SET, "--", "sh", "-c", "printf 'Name? s'; read answer; echo \" got $answer\"")
                .start();
        byte[] prompt = process.getInputStream().readNBytes("Name? s".length());
        assertThat(new String(prompt, StandardCharsets.UTF_8)).isEqualTo("Name? s");
        try (OutputStream typed = process.getOutputStream()) {
            typed.write("me\n".getBytes(StandardCharsets.UTF_8));
        }
        try (BufferedReader rest = RunWorld.output(process)) {
            assertThat(rest.readLine()).isEqualTo(" got me");
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void value_isInNoArgumentListAndInNoFile() throws Exception {
        Finished ended = world.run(
                "--no-masking",
                SET,
                "--",
                "sh",
                "-c",
                "tr '\\0' ' ' < /proc/$$/cmdline; tr '\\0' ' ' < /proc/$PPID/cmdline");
        assertThat(ended.out()).contains("java", "--set=K=" + KEY, "sh -c").doesNotContain(VALUE);
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                        .as("%s", file)
                        .doesNotContain(VALUE);
            }
        }
        Proof.line("run-cmdline", "the value is in the argument list of neither process, and in no file");
    }

    @Test
    void rows_areADecisionAndAnOutcomeWithTheVersion() {
        assertThat(world.run(SET, "--set=O=" + RunWorld.OLD, "--", "true").exit())
                .isZero();
        List<JsonNode> rows = world.lastRows(4);
        assertThat(rows)
                .extracting(row ->
                        row.path("phase").asText() + " " + row.path("action").asText() + " "
                                + row.path("key_path").asText() + " "
                                + row.path("status").asText() + " "
                                + row.path("version").asText())
                .containsExactlyInAnyOrder(
                        "decision export " + KEY + " ALLOWED null",
                        "decision export " + RunWorld.OLD + " ALLOWED null",
                        "outcome export " + KEY + " DONE 1",
                        "outcome export " + RunWorld.OLD + " DONE 2");
        assertThat(rows).allMatch(row -> row.path("channel").asText().equals("cli"));
    }

    @Test
    void process_thatTheCommandLeaves_doesNotHoldUsUp() throws Exception {
        Finished ended = world.run(SET, "--", "sh", "-c", "sleep 600 & echo $!");
        assertThat(ended.exit()).isZero();
        ProcessHandle left =
                ProcessHandle.of(Long.parseLong(ended.out().strip())).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    @Test
    void output_thatNobodyReads_endsTheCommand() throws Exception {
        Process process = world.builder(SET, "--", "yes").start();
        BufferedReader output = RunWorld.output(process);
        assertThat(output.readLine()).isEqualTo("y");
        output.close();
        assertThat(process.waitFor()).isEqualTo(141);
    }

    @Test
    void files_ofTheCommand_haveTheModesOfTheCaller() throws Exception {
        ProcessBuilder builder = world.builder(SET, "--", "sh", "-c", "umask");
        builder.command().addAll(0, List.of("sh", "-c", "umask 027; exec \"$0\" \"$@\""));
        assertThat(Finished.run(builder).out().strip()).isIn("027", "0027");
    }

    @Test
    void marks_standInPlaceOfTheValue() {
        Finished ended = world.run(SET, "--", "sh", "-c", "echo \"out $K\"; echo \"err $K\" >&2");
        assertThat(ended.out()).isEqualTo("out " + MARK + "\n");
        assertThat(ended.err()).isEqualTo("err " + MARK + "\n");
        assertThat(world.run("--no-masking", SET, "--", "printenv", "K").out()).isEqualTo(VALUE + "\n");
    }
}
