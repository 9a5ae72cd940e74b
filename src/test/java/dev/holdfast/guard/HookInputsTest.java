package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of hook inputs, each through the code that answers a client. */
class HookInputsTest {

    private static final int MUTATIONS = 40;

    @TempDir
    private Path folder;

    private GuardWorld world;

    @BeforeEach
    void open() throws Exception {
        world = new GuardWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Verdict judge(HookCase one) {
        return world.judge(one, one.bytes(world.workspace.toString()));
    }

    @Test
    void inputs_ofTheTable_getTheirAnswer() {
        List<String> open = new ArrayList<>();
        List<String> shut = new ArrayList<>();
        int denied = 0;
        List<HookCase> all = HookCase.all();
        for (HookCase one : all) {
            Verdict verdict = judge(one);
            String answer = HookClient.named(one.client()).answer(verdict);
            assertThat(answer)
                    .as(one.name())
                    .doesNotContain(GuardWorld.UNSTORED, GuardWorld.STORED, GuardWorld.ACCEPTED, "unstored_from");
            denied += verdict.allowed() ? 0 : 1;
            if (verdict.allowed() == one.denied()) {
                (one.denied() ? open : shut).add(one.name() + " -> " + verdict.denial());
            }
        }
        assertThat(open).as("let through").isEmpty();
        assertThat(shut).as("denied for nothing").isEmpty();
        Proof.line("guard-inputs", all.size() + " inputs, " + denied + " denied, none let through that should not be");
    }

    @Test
    void allowComment_thatIsNew_isDeniedWithItsRowAndTheReason() {
        String add = "echo 'API_KEY=" + GuardWorld.UNSTORED + " # holdfast:allow' >> ";
        HookCase one = new HookCase("mark", "claude-code", List.of(), true, "");
        int rows = world.denials();
        assertThat(world.judge(one, bash(add + "allowed.env")).denial())
                .contains("Only a person may add that comment", "API_KEY", "mcp__meta__set_secret", "Request id: ")
                .doesNotContain("SANDBOX_KEY");
        assertThat(world.judge(one, bash("echo x >> .holdfast-baseline")).denial())
                .contains("baseline");
        assertThat(world.denials()).isEqualTo(rows + 2);
    }

    /** What touches neither a .env nor a baseline is answered without the store. */
    @Test
    void edit_ofOtherFiles_opensNoStore() throws Exception {
        HookGuard closed = new HookGuard(() -> {
            throw new IllegalStateException("opened");
        });
        for (String command : List.of("ls", "cat .holdfast-baseline", "echo '# holdfast:allow' > notes.md")) {
            assertThat(closed.judge(HookClient.named("claude-code"), new ByteArrayInputStream(bash(command)), false)
                            .allowed())
                    .as(command)
                    .isTrue();
        }
    }

    /** A cut or changed input may become another one, but never one that is let through and still writes the secret. */
    @Test
    void inputs_thatAreCut_areNeverLetThrough() {
        Random random = new Random(42);
        int tried = 0;
        for (HookCase one : HookCase.all()) {
            if (!one.denied() || !one.name().startsWith("Write ") || one.input().contains("@MEGABYTE@")) {
                continue;
            }
            byte[] whole = one.bytes(world.workspace.toString());
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] cut = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
                assertThat(world.judge(one, cut).allowed()).as(one.name()).isFalse();
                tried++;
            }
        }
        Proof.line("guard-fuzz-cut", tried + " cut inputs, none let through");
    }

    @Test
    void commands_thatAreDressed_areNeverLetThrough() {
        Random random = new Random(7);
        String write = "echo API_KEY=" + GuardWorld.UNSTORED + " > .env";
        String[] before = {
            "true; ",
            "cd . && ",
            "( ",
            "{ ",
            "if true; then ",
            "echo 'a' | ",
            "X=1; ",
            "# c\n",
            "cat <<E\nx\nE\n",
            "echo \"$(date)\" && ",
            "f() { :; }; ",
            "sleep 0 & ",
            "\n\n",
            "! ",
            "time ",
            "$((1+2)); ",
            "echo {a,b}; ",
            "[[ a < b ]] && "
        };
        int tried = 0;
        for (int i = 0; i < 400; i++) {
            StringBuilder command = new StringBuilder();
            StringBuilder after = new StringBuilder();
            for (int n = random.nextInt(5); n > 0; n--) {
                String piece = before[random.nextInt(before.length)];
                command.append(piece);
                after.insert(
                        0,
                        piece.equals("( ") ? " )" : piece.equals("{ ") ? "; }" : piece.startsWith("if") ? "; fi" : "");
            }
            String whole = command + write + after;
            HookCase one = new HookCase("dressed", "claude-code", List.of(), true, "");
            assertThat(world.judge(one, bash(whole)).allowed()).as(whole).isFalse();
            tried++;
        }
        Proof.line("guard-fuzz-dressed", tried + " dressed commands, none let through");
    }

    private byte[] bash(String command) {
        return HookClient.json(json -> {
                    json.writeStringField("hook_event_name", "PreToolUse");
                    json.writeStringField("tool_name", "Bash");
                    json.writeStringField("cwd", world.workspace.toString());
                    json.writeObjectFieldStart("tool_input");
                    json.writeStringField("command", command);
                    json.writeEndObject();
                })
                .getBytes(StandardCharsets.UTF_8);
    }
}
