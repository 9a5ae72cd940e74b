package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook as a client starts it: what it prints, and how it ends. */
@Tag("proof")
class GuardIT {

    /** Every so many of the table's inputs are given to the real program too. */
    private static final int STEP = 13;

    private static final String LS =
            "{\"hook_event_name\":\"PreToolUse\",\"cwd\":\"/\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls\"}}";

    @TempDir
    private static Path folder;

    private static Holdfast holdfast;
    private static Path workspace;

    @BeforeAll
    static void store() throws Exception {
        holdfast = Session.holdfast(folder);
        workspace = GuardWorld.files(holdfast.workspace().toRealPath());
        try (Session session = Session.in(folder)) {
            assertThat(session.store("project/demo/stripe_api_key", GuardWorld.STORED)
                            .refused())
                    .isFalse();
        }
    }

    private static Finished guard(String input, String... arguments) {
        return Finished.run(holdfast.launcher(arguments), input.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void inputs_throughTheProgram_getTheirAnswer() {
        List<HookCase> all = HookCase.all();
        int asked = 0;
        for (int i = 0; i < all.size(); i += STEP) {
            HookCase one = all.get(i);
            String[] arguments = new String[one.args().size() + 3];
            arguments[0] = "guard";
            arguments[1] = "--client";
            arguments[2] = one.client();
            for (int j = 0; j < one.args().size(); j++) {
                arguments[3 + j] = one.args().get(j);
            }
            Finished ended = Finished.run(holdfast.launcher(arguments), one.bytes(workspace.toString()));
            boolean denied = ended.exit() == 2 || ended.out().contains("\"deny\"");
            assertThat(ended.exit()).as("%s: %s", one, ended.err()).isIn(0, 2);
            assertThat(denied).as("%s: %s %s", one, ended.out(), ended.err()).isEqualTo(one.denied());
            assertThat(ended.out() + ended.err()).doesNotContain(GuardWorld.UNSTORED, GuardWorld.STORED);
            if (ended.exit() == 2) {
                assertThat(ended.err()).as(one.name()).isNotBlank();
            } else if (!denied) {
                assertThat(ended.out().isEmpty())
                        .as(one.name())
                        .isEqualTo(one.client().equals("claude-code"));
            }
            asked++;
        }
        Proof.line("guard-program", asked + " inputs through bin/holdfast guard, each with its answer and exit code");
    }

    @Test
    void denial_isAudited_andNamesTheCall() {
        String input = "{\"hook_event_name\":\"PreToolUse\",\"cwd\":\"" + workspace
                + "\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"echo MAIL_API_KEY=" + GuardWorld.UNSTORED
                + " > new.env\"}}";
        Finished ended = guard(input, "guard", "--client", "claude-code");
        assertThat(ended.exit()).isZero();
        String reason = Session.json(ended.out())
                .path("hookSpecificOutput")
                .path("permissionDecisionReason")
                .asText();
        assertThat(reason)
                .contains("mcp__meta__set_secret {\"keyPath\":\"project/", "/mail_api_key\"", "\"envFile\":\"new.env\"")
                .contains("\"envName\":\"MAIL_API_KEY\"", "mcp__meta__write_env {");
        assertThat(Session.audit(holdfast).stream()
                        .filter(row -> row.path("channel").asText().equals("hook"))
                        .map(row -> row.path("status").asText()))
                .contains("DENIED", "GRANTED");
        assertThat(Session.audit(holdfast).stream()
                        .filter(row -> row.path("channel").asText().equals("hook"))
                        .map(row -> row.path("person").asText("")))
                .allMatch(String::isEmpty);
    }

    @Test
    void faults_ofEveryKind_deny() throws Exception {
        Path nothing = Files.createDirectories(folder.resolve("nothing"));
        ProcessBuilder noJava = holdfast.launcher("guard", "--client", "claude-code");
        noJava.environment().put("HOLDFAST_JAVA_HOME", nothing.toString());
        ProcessBuilder noMemory = holdfast.launcher("guard", "--client", "cursor");
        noMemory.environment().put("JDK_JAVA_OPTIONS", "-Xms4g");
        ProcessBuilder badFlag = holdfast.launcher("guard", "--client", "claude-code");
        badFlag.environment().put("JDK_JAVA_OPTIONS", "-XX:NoSuchFlag");
        ProcessBuilder killed = holdfast.launcher("guard", "--client", "claude-code");
        killed.environment().put("HOLDFAST_JAVA_HOME", javaThat("kill -9 $$").toString());
        ProcessBuilder crashed = holdfast.launcher("guard", "--client", "cursor");
        crashed.environment().put("HOLDFAST_JAVA_HOME", javaThat("exit 134").toString());
        int faults = 0;
        for (ProcessBuilder fault : List.of(noJava, noMemory, badFlag, killed, crashed)) {
            assertThat(Finished.run(fault, LS.getBytes(StandardCharsets.UTF_8)).exit())
                    .isEqualTo(2);
            faults++;
        }
        for (String[] wrong : new String[][] {
            {"guard"},
            {"guard", "--client"},
            {"guard", "--client", "other"},
            {"guard", "--client", "claude-code", "--wrong"},
            {"guard", "--client", "claude-code", "--help"},
            {"guard", "--client", "cursor", "file"}
        }) {
            assertThat(guard(LS, wrong).exit()).as(String.join(" ", wrong)).isEqualTo(2);
            faults++;
        }
        ProcessBuilder noJavaForGit = holdfast.launcher("guard", "--client", "git");
        noJavaForGit.environment().put("HOLDFAST_JAVA_HOME", nothing.toString());
        assertThat(Finished.run(noJavaForGit).exit()).isEqualTo(1);
        assertThat(guard("", "guard", "--client", "git").exit())
                .as("no repository")
                .isEqualTo(1);
        Proof.line("guard-faults", (faults + 2) + " faults, the launcher's included, each denies");
    }

    /** What the launcher takes for a Java, and ends otherwise. */
    private static Path javaThat(String ends) throws Exception {
        Path home = Files.createTempDirectory(folder, "java");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"99.0.1\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + ends + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }

    @Test
    void output_thatIsClosed_denies() throws Exception {
        String program = Proof.project().resolve("bin/holdfast").toString();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "\"$1\" guard --client claude-code >&-", "sh", program);
        shell.environment().put("HOLDFAST_HOME", holdfast.home().toString());
        String write = "{\"hook_event_name\":\"PreToolUse\",\"cwd\":\"" + workspace
                + "\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"x > .env\"}}";
        assertThat(Finished.run(shell.directory(workspace.toFile()), write.getBytes(StandardCharsets.UTF_8))
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void store_thatCannotBeOpened_denies() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "a file where the folder should be");
        ProcessBuilder hook = holdfast.launcher("guard", "--client", "claude-code");
        hook.environment().put("HOLDFAST_HOME", broken.toString());
        String write = "{\"hook_event_name\":\"PreToolUse\",\"cwd\":\"" + workspace
                + "\",\"tool_name\":\"Write\",\"tool_input\":{\"file_path\":\"" + workspace
                + "/.env\",\"content\":\"PORT=1\"}}";
        assertThat(Finished.run(hook, write.getBytes(StandardCharsets.UTF_8)).out())
                .contains("\"deny\"");
    }
}
