package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedeemIT {

    private static final String KEY = "project/redeem/lent_key";
    private static final String VALUE = "the lent value";

    @TempDir
    private static Path folder;

    private static Session session;

    @BeforeAll
    static void open() {
        session = Session.in(folder);
        assertThat(session.store(KEY, VALUE).refused()).isFalse();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static JsonNode request(int uses) {
        return session.call("request_key", "keyPath", KEY, "purpose", "needed for the test", "maxUses", uses)
                .structured();
    }

    private static Finished redeem(String token, String... more) {
        String[] command = new String[more.length + 1];
        command[0] = "redeem";
        System.arraycopy(more, 0, command, 1, more.length);
        return Finished.run(
                session.holdfast().java(List.of(), command), (token + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void token_isRedeemedOnceAndOnlyWhereTheValueMayBeShown() {
        JsonNode grant = request(1);
        String token = grant.path("accessToken").asText();
        Finished hidden = redeem(token);
        assertThat(hidden.exit()).isEqualTo(1);
        assertThat(hidden.out()).isEmpty();
        assertThat(hidden.err()).startsWith("ACCESS_DENIED: ").contains("--reveal");
        assertThat(uses(grant)).isZero();
        Finished shown = redeem(token, "--reveal");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out().equals(VALUE + "\n")).as("the value").isTrue();
        assertThat(shown.err()).isEmpty();
        Finished again = redeem(token, "--reveal");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).startsWith("UNAUTHENTICATED: ").doesNotContain(token);
        assertThat(session.call(
                                "request_key",
                                "requestId",
                                grant.path("grantId").asText())
                        .structured()
                        .path("status")
                        .asText())
                .isEqualTo("expired");
    }

    private static int uses(JsonNode grant) {
        return session.call("request_key", "requestId", grant.path("grantId").asText())
                .structured()
                .path("usage")
                .path("uses")
                .asInt(-1);
    }

    @Test
    void json_hasPathValueAndVersion_andCountsAUse() {
        JsonNode grant = request(2);
        Finished shown = redeem(grant.path("accessToken").asText(), "--reveal", "--json");
        assertThat(shown.exit()).isZero();
        JsonNode json = Session.json(shown.out());
        assertThat(json.path("keyPath").asText()).isEqualTo(KEY);
        assertThat(json.path("value").asText().equals(VALUE)).isTrue();
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(uses(grant)).isEqualTo(1);
    }

    @Test
    void token_thatIsNone_isRefusedWithARow() {
        Finished unknown = redeem("hfa_unknown_token_of_nobody", "--reveal");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).startsWith("UNAUTHENTICATED: ").doesNotContain("nobody");
        assertThat(redeem("", "--reveal").exit()).isEqualTo(1);
        assertThat(session.audit()).anySatisfy(row -> {
            assertThat(row.path("channel").asText()).isEqualTo("cli");
            assertThat(row.path("reason").asText()).isEqualTo("UNAUTHENTICATED");
            assertThat(row.path("status").asText()).isEqualTo("DENIED");
        });
    }
}
