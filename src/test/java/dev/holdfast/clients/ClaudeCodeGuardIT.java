package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.clients.MessagesApi.Outcome;
import dev.holdfast.clients.MessagesApi.ToolCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Claude Code, with the hooks and the entry that {@code init --write} wrote, and a model that is a list of tool
 * calls: what it writes past the store is refused, and what it stores first goes through.
 */
class ClaudeCodeGuardIT {

    private static final String VALUE = "sk_live_4Hq8Zt2Xw9Lm5Rv7";

    @TempDir
    private Path home;

    @TempDir
    private Path workspace;

    @BeforeEach
    void connect() throws Exception {
        NodeClients.require();
        Files.writeString(workspace.resolve(".gitignore"), ".env*\n.claude/settings.local.json\n");
        assertThat(program(Map.of()).run(List.of("git", "init", "--quiet")).exit())
                .isZero();
        Program.Ended init = program(Map.of())
                .run(List.of(Program.launcher().toString(), "init", "--client", "claude-code", "--write"));
        assertThat(init.exit()).as(init.errors()).isZero();
    }

    private Program program(Map<String, String> environment) {
        return new Program(home, workspace, environment);
    }

    private List<Outcome> run(List<ToolCall> calls) throws Exception {
        try (MessagesApi model = new MessagesApi(calls)) {
            Program claude = program(Map.of(
                    "ANTHROPIC_BASE_URL", model.address(),
                    "ANTHROPIC_API_KEY", "made-up",
                    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                    "DISABLE_AUTOUPDATER", "1"));
            Program.Ended ended = claude.run(List.of(
                    "node",
                    NodeClients.file("@anthropic-ai/claude-code/cli-wrapper.cjs"),
                    "-p",
                    "go",
                    "--allowedTools",
                    "Write,Edit,Read,Bash,mcp__meta__set_secret,mcp__meta__write_env"));
            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(model.outcomes()).hasSameSizeAs(calls);
            return model.outcomes();
        }
    }

    private ToolCall write(String file, String content) {
        return new ToolCall("Write", Map.of("file_path", workspace.resolve(file).toString(), "content", content));
    }

    private static ToolCall bash(String command) {
        return new ToolCall("Bash", Map.of("command", command, "description", "A step"));
    }

    @Test
    void secret_writtenPastTheStore_isRefusedAndStoredFirstGoesThrough() throws Exception {
        String line = "STRIPE_API_KEY=" + VALUE;
        List<Outcome> refused = run(List.of(
                write(".env", line + "\n"),
                bash("echo " + line + " >> .env"),
                bash("cat > .env <<'END'\n" + line + "\nEND"),
                bash("printf '%s\\n' '" + line + "' | tee .env.local > /dev/null"),
                bash("python3 -c \"open('.env','w').write('" + line + "')\"")));
        for (Outcome one : refused) {
            assertThat(one.error()).as(one.text()).isTrue();
            assertThat(one.text()).contains("mcp__meta__set_secret").doesNotContain(VALUE);
        }
        assertThat(workspace.resolve(".env")).doesNotExist();
        assertThat(workspace.resolve(".env.local")).doesNotExist();

        List<Outcome> stored = run(List.of(
                write("README.md", "# A project\n"),
                new ToolCall(
                        "mcp__meta__set_secret",
                        Map.of(
                                "keyPath", "project/consilio/stripe_api_key",
                                "value", VALUE,
                                "description", "Stripe API key for payment processing",
                                "envFile", ".env")),
                new ToolCall(
                        "Read", Map.of("file_path", workspace.resolve(".env").toString())),
                write(".env", "PORT=3000\n" + line + "\n"),
                bash("echo DEBUG=true >> .env")));
        for (Outcome one : stored) {
            assertThat(one.error()).as(one.text()).isFalse();
        }
        assertThat(workspace.resolve("README.md")).hasContent("# A project\n");
        assertThat(workspace.resolve(".env")).hasContent("PORT=3000\n" + line + "\nDEBUG=true\n");
        Proof.line(
                "guard-claude-code",
                refused.size() + " of " + refused.size()
                        + " writes past the store denied with the call to make, no file" + " written; set_secret and "
                        + (stored.size() - 1) + " other calls went through");
    }
}
