package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook decides by what a real OpenBao holds, and denies when it cannot be asked. */
@Tag("proof")
@RequiresService(Service.OPENBAO)
final class BaoGuardIT {

    private static final String STORED = "sk_live_stored_0123456789abcdef";
    private static final String UNSTORED = "sk_live_unstored_fedcba9876543210";

    /** What the client waits for a hook, which lets the edit through then. */
    private static final Duration CLIENT_WAITS = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private BaoHome home;

    @BeforeEach
    void store() throws Exception {
        home = new BaoHome(folder, "work");
        home.ending(
                0,
                STORED,
                List.of(STORED),
                "set",
                "project/demo/stripe_api_key",
                "--description",
                "Stripe API key for the demo");
    }

    @AfterEach
    void close() {
        home.close();
    }

    /** What the hook says to a Write of a .env; empty where it is allowed. */
    private String decision(String text) {
        Finished ended = home.ending(0, input(text), List.of(STORED, UNSTORED), "guard", "--client", "claude-code");
        assertThat(ended.err()).isEmpty();
        if (ended.out().isEmpty()) {
            return "";
        }
        var output = Session.json(ended.out()).path("hookSpecificOutput");
        assertThat(output.path("permissionDecision").asText()).isEqualTo("deny");
        return output.path("permissionDecisionReason").asText();
    }

    private String input(String text) {
        try {
            return new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "hook_event_name",
                            "PreToolUse",
                            "cwd",
                            home.holdfast().workspace().toString(),
                            "tool_name",
                            "Write",
                            "tool_input",
                            Map.of("file_path", home.file(".env").toString(), "content", text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hook_decidesByWhatIsStored() {
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\nPORT=8080\n")).isEmpty();
        assertThat(decision("MAIL_API_KEY=" + UNSTORED + "\n")).contains("mcp__meta__set_secret", "/mail_api_key");
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\nMAIL_API_KEY=" + UNSTORED + "\n"))
                .contains("/mail_api_key")
                .doesNotContain("/stripe_api_key\"");
        home.ending(0, "", List.of(), "delete", "project/demo/stripe_api_key", "--yes");
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\n")).contains("/stripe_api_key");
        assertThat(home.audit().stream()
                        .filter(row -> row.path("channel").asText().equals("hook"))
                        .map(row -> row.path("status").asText()))
                .contains("DENIED", "GRANTED");
        Proof.line("servers-guard", "stored allowed, not stored and deleted denied");
    }

    @Test
    void hook_withoutOpenBao_denies() {
        home.bao().pause();
        long start = System.nanoTime();
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\n")).contains("STORE_UNAVAILABLE");
        Duration silent = Duration.ofNanos(System.nanoTime() - start);
        assertThat(silent).isLessThan(CLIENT_WAITS);
        home.bao().resume();
        home.bao().seal();
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\n")).contains("STORE_UNAVAILABLE");
        home.bao().kill();
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\n")).contains("STORE_UNAVAILABLE");
        assertThat(decision("PORT=8080\n")).contains("STORE_UNAVAILABLE");
        home.bao().start();
        home.bao().unseal();
        assertThat(decision("STRIPE_API_KEY=" + STORED + "\n")).isEmpty();
        Proof.line("servers-guard-down", "silent (" + silent.toMillis() + " ms), sealed and gone: each denies");
    }
}
