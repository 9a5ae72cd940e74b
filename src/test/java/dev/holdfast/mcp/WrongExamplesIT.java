package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents get wrong most: each is refused with its code and a way out, and leaves nothing behind. */
class WrongExamplesIT {

    private static final String KEY = "project/consilio/key";
    private static final String GOOD = "Stripe API key for payment processing";

    @TempDir
    private static Path folder;

    private static Session session;

    private record Example(String tool, Map<String, Object> arguments, String code, String wayOut) {}

    private static final List<Example> EXAMPLES = List.of(
            set(
                    "consilio-stripe-key",
                    GOOD,
                    "INVALID_KEY_PATH",
                    "project/{project}/{name}, for example project/consilio/stripe_api_key"),
            set("project/CONSILIO/Key", GOOD, "INVALID_KEY_PATH", "did you mean project/consilio/key?"),
            new Example(
                    "set_secret",
                    Session.arguments("keyPath", KEY, "value", "abc123"),
                    "INVALID_DESCRIPTION",
                    "what it is for"),
            set(KEY, "API key", "INVALID_DESCRIPTION", ""),
            set(KEY, "Password", "INVALID_DESCRIPTION", ""),
            set(KEY, "Secret", "INVALID_DESCRIPTION", ""),
            new Example(
                    "write_env",
                    Session.arguments("file", "fresh.env", "entries", List.of(Map.of("name", "KEY", "keyPath", KEY))),
                    "STORE_FIRST",
                    "set_secret"),
            new Example(
                    "set_secret",
                    Session.arguments(
                            "keyPath",
                            KEY,
                            "value",
                            "abc123",
                            "description",
                            GOOD,
                            "envFile",
                            ".env",
                            "envName",
                            "STRIPE_KEY"),
                    "STORE_FIRST",
                    "valueFrom dotenv:"));

    private static Example set(String keyPath, String description, String code, String wayOut) {
        return new Example(
                "set_secret",
                Session.arguments("keyPath", keyPath, "value", "sk_live_abc123xyz", "description", description),
                code,
                wayOut);
    }

    @BeforeAll
    static void open() throws Exception {
        session = Session.in(folder);
        Files.writeString(session.file(".env"), "STRIPE_KEY=sk_live_abc\n");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void examples_areRefusedWithAWayOut_andLeaveNothing() throws Exception {
        for (Example example : EXAMPLES) {
            Reply reply = session.client().call(example.tool(), example.arguments());
            JsonNode error = reply.result().path("_meta").path("holdfast/error");
            assertThat(reply.code()).isEqualTo(example.code());
            assertThat(reply.text()).startsWith(example.code()).contains(example.wayOut());
            assertThat(error.path("hint").asText()).isNotBlank();
            assertThat(reply.message().toString()).doesNotContain("sk_live_abc");
        }
        assertThat(session.call("list_secrets").structured().path("secrets")).isEmpty();
        assertThat(Files.exists(session.file("fresh.env"))).isFalse();
        assertThat(Files.readString(session.file(".env"))).isEqualTo("STRIPE_KEY=sk_live_abc\n");
        Proof.line("wrong-examples", EXAMPLES.size() + " of " + EXAMPLES.size() + " refused with code and hint");
    }

    @Test
    void check_ofAnEnvThatCameFirst_saysWhatIsNotStored() {
        Reply reply = session.call("check_env", "file", ".env");
        assertThat(reply.refused()).isFalse();
        JsonNode entry = reply.structured().path("entries").path(0);
        assertThat(entry.path("name").asText()).isEqualTo("STRIPE_KEY");
        assertThat(entry.path("status").asText()).isEqualTo("not_stored");
        assertThat(entry.has("keyPath")).isFalse();
        assertThat(reply.structured().path("ok").isBoolean()).isTrue();
        assertThat(reply.structured().path("ok").booleanValue()).isFalse();
        assertThat(reply.message().toString()).doesNotContain("sk_live_abc");
    }
}
