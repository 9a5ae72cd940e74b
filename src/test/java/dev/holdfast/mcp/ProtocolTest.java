package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Call;
import dev.holdfast.audit.Channel;
import dev.holdfast.proof.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that are no calls of tools, and many calls at once. */
final class ProtocolTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"after\",\"method\":\"ping\"}";

    @TempDir
    private Path folder;

    private ToolSession session;

    @BeforeEach
    void open() {
        session = new ToolSession(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static String request(String rest) {
        return "{\"jsonrpc\":\"2.0\"," + rest + "}";
    }

    static Stream<Arguments> badLines() {
        return Stream.of(
                Arguments.of("this is canary text", -32700),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"canary", -32700),
                Arguments.of("{} {}", -32700),
                Arguments.of(request("\"id\":1,\"method\":\"ping\"") + " canary", -32700),
                Arguments.of("[".repeat(5_000) + "]".repeat(5_000), -32700),
                Arguments.of("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000), -32700),
                Arguments.of("[" + request("\"id\":1,\"method\":\"ping\"") + "]", -32600),
                Arguments.of("\"canary\"", -32600),
                Arguments.of("17", -32600),
                Arguments.of("null", -32600),
                Arguments.of("{\"id\":7,\"method\":\"ping\"}", -32600),
                Arguments.of("{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"}", -32600),
                Arguments.of(request("\"id\":null,\"method\":\"ping\""), -32600),
                Arguments.of(request("\"id\":{\"canary\":1},\"method\":\"ping\""), -32600),
                Arguments.of(request("\"id\":[\"canary\"],\"method\":\"ping\""), -32600),
                Arguments.of(request("\"id\":true,\"method\":\"ping\""), -32600),
                Arguments.of(request("\"id\":\"" + "canary".repeat(100) + "\",\"method\":\"ping\""), -32600),
                Arguments.of(request("\"id\":7"), -32600),
                Arguments.of(request("\"id\":7,\"method\":17"), -32600),
                Arguments.of(request("\"id\":7,\"method\":\"tools/canary\""), -32601),
                Arguments.of(request("\"id\":7,\"method\":\"server/discover\",\"params\":{}"), -32601),
                Arguments.of(request("\"id\":7,\"method\":\"resources/list\""), -32601),
                Arguments.of(request("\"id\":7,\"method\":\"tools/call\",\"params\":[\"canary\"]"), -32602),
                Arguments.of(request("\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"canary\"}"), -32602),
                Arguments.of("x".repeat(9 * 1024 * 1024), -32600));
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void line_thatIsNoCall_isAnsweredInFixedWordsAndTheSessionGoesOn(String line, int code) {
        List<Reply> replies = session.lines(line, PING);
        assertThat(replies).hasSize(2);
        Reply bad = replies.stream()
                .filter(reply -> reply.protocolError() != 0)
                .findFirst()
                .orElseThrow();
        assertThat(bad.protocolError()).isEqualTo(code);
        assertThat(bad.message().toString().contains("canary")).isFalse();
        assertThat(bad.message().path("id").toString()).isEqualTo(line.contains("\"id\":7") ? "7" : "null");
        assertThat(bad.message().path("error").has("data")).isFalse();
        assertThat(replies)
                .anyMatch(reply -> reply.message().path("id").asText().equals("after"));
    }

    @Test
    void line_invalidUtf8_isAnsweredAndTheSessionGoesOn() throws Exception {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"".getBytes(StandardCharsets.UTF_8));
        input.write(0xff);
        input.write(("\"}\n" + PING + "\n").getBytes(StandardCharsets.UTF_8));
        List<Reply> replies = session.bytes(input.toByteArray());
        assertThat(replies).hasSize(2);
        assertThat(replies.get(0).protocolError()).isEqualTo(-32700);
    }

    @Test
    void line_valueOfFiveMegabytes_isInvalidValue() {
        Reply reply = session.call(
                "set_secret",
                "keyPath",
                "project/consilio/stripe_api_key",
                "description",
                "Stripe key for the payments",
                "value",
                "canary".repeat(900_000));
        assertThat(reply.code()).isEqualTo("INVALID_VALUE");
        RefusalTest.assertForm(reply);
    }

    @Test
    void lines_blankAndWithoutAnEnd_arePassedOverAndAnswered() {
        assertThat(session.bytes(("\n  \r\n" + PING).getBytes(StandardCharsets.UTF_8)))
                .hasSize(1);
        assertThat(session.bytes(new byte[0])).isEmpty();
    }

    @Test
    void initialize_anyRevision_isAnsweredWithInstructionsAndTools() {
        for (String revision : List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")) {
            Reply reply = session.line(request("\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                    + revision + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
            assertThat(reply.result().path("protocolVersion").asText()).isEqualTo(revision);
            assertThat(reply.result().path("instructions").asText())
                    .contains(".env")
                    .hasSizeLessThan(2_000);
            assertThat(reply.result().path("capabilities").has("tools")).isTrue();
            assertThat(reply.result().path("serverInfo").path("name").asText()).isEqualTo("holdfast");
        }
    }

    @Test
    void lines_endOfInput_answersAllThatIsUnderWay() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add(request("\"id\":" + i + ",\"method\":\"tools/call\",\"params\":{\"name\":\"set_secret\","
                    + "\"arguments\":{\"keyPath\":\"project/p/key" + i % 20 + "\",\"generate\":{},"
                    + "\"description\":\"Key of a test with threads\"}}"));
        }
        List<Reply> replies = session.lines(lines.toArray(new String[0]));
        assertThat(replies).hasSize(200).noneMatch(Reply::refused);
        assertThat(replies.stream()
                        .map(reply -> reply.message().path("id").asInt())
                        .distinct())
                .hasSize(200);
        assertThat(session.door.audit.verify().rows()).isEqualTo(400);
    }

    /** Without waiting for answers: what was written before is what is read. */
    @Test
    void lines_setGetListInARow_readWhatWasWritten() {
        List<Reply> replies = session.lines(
                ToolSession.callLine(
                                "set_secret",
                                "{\"keyPath\":\"service_keys.jules\",\"value\":\"abc123\",\"description\":\"Key of the Jules service\"}")
                        .replace("service_keys.jules", "project/p/one"),
                ToolSession.callLine("get_secret", "{\"keyPath\":\"project/p/one\"}"),
                ToolSession.callLine("list_secrets", "{}"));
        assertThat(replies).noneMatch(Reply::refused);
        assertThat(replies)
                .filteredOn(reply -> reply.structured().path("secrets").size() == 1)
                .hasSize(1);
    }

    @Test
    void call_ofNobody_isUnauthenticatedWithItsRow() {
        Path other = folder.resolve("other");
        try (ToolSession nobody = new ToolSession(other, () -> Call.unrecognised(Channel.STDIO), Set.of(), Map.of())) {
            for (Tool tool : ToolCalls.TOOLS) {
                Reply reply = nobody.call(tool.name(), "canary", "canary");
                assertThat(reply.code()).isEqualTo("UNAUTHENTICATED");
                RefusalTest.assertForm(reply);
                assertThat(nobody.rows(reply))
                        .containsExactly("outcome DENIED UNAUTHENTICATED "
                                + tool.action().word() + " - -");
            }
        }
    }

    @Test
    void call_auditDown_isAuditUnavailableAndNothingIsStored() throws Exception {
        session.door.auditFails("1");
        Reply reply = session.call(
                "set_secret", "keyPath", "project/p/one", "description", "Key of a broken test", "generate", Map.of());
        assertThat(reply.code()).isEqualTo("AUDIT_UNAVAILABLE");
        RefusalTest.assertForm(reply);
        session.door.auditWorks();
        assertThat(session.call("list_secrets").structured().path("secrets")).isEmpty();
    }

    @Test
    void call_outcomeRowFails_namesTheVersionThatMayBeStored() throws Exception {
        session.door.auditFails("NEW.phase = 'outcome'");
        Reply reply = session.call(
                "set_secret", "keyPath", "project/p/one", "description", "Key of a broken test", "generate", Map.of());
        assertThat(reply.code()).isEqualTo("AUDIT_UNAVAILABLE");
        assertThat(reply.result()
                        .path("_meta")
                        .path("holdfast/error")
                        .path("possiblyStoredVersion")
                        .asInt())
                .isEqualTo(1);
    }
}
