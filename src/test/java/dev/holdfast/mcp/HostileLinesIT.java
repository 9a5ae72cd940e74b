package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that are no messages, or odd ones, in one session: each is answered, and a normal call after each works. */
class HostileLinesIT {

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int NO_METHOD = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final String MARK = "zq7mark";
    private static final String KEY = "project/hostile/kept";

    @TempDir
    private static Path folder;

    private static Holdfast holdfast;
    private static Transcript session;

    /** A line and the code of the answer that names no request. */
    private record Broken(String line, int code) {}

    /** Requests by id, and the code of the protocol's error or, as text, of the refusal. */
    private record Odd(String id, String rest, Object code) {

        String line() {
            return "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\"," + rest + "}";
        }
    }

    private static final List<Broken> BROKEN = List.of(
            new Broken(MARK, PARSE_ERROR),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + MARK, PARSE_ERROR),
            new Broken("[".repeat(5_000) + "]".repeat(5_000), PARSE_ERROR),
            new Broken("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000), PARSE_ERROR),
            new Broken("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", INVALID_REQUEST),
            new Broken("[]", INVALID_REQUEST),
            new Broken("null", INVALID_REQUEST),
            new Broken("\"" + MARK + "\"", INVALID_REQUEST),
            new Broken("5", INVALID_REQUEST),
            new Broken("{}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":{\"a\":\"" + MARK + "\"},\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":7.5,\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":1e400,\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"" + "i".repeat(9_000) + "\",\"method\":\"ping\"}", INVALID_REQUEST),
            new Broken("x".repeat(9 * 1024 * 1024), INVALID_REQUEST));

    private static final List<Odd> ODD = List.of(
            new Odd("tool", "\"method\":\"tools/call\",\"params\":{\"name\":\"" + MARK + "\"}", INVALID_PARAMS),
            new Odd("method", "\"method\":\"" + MARK + "\"", NO_METHOD),
            new Odd("discover", "\"method\":\"server/discover\"", NO_METHOD),
            new Odd("resources", "\"method\":\"resources/list\",\"params\":{}", NO_METHOD),
            new Odd("params-array", "\"method\":\"tools/call\",\"params\":[\"" + MARK + "\"]", INVALID_PARAMS),
            new Odd("params-text", "\"method\":\"tools/call\",\"params\":\"" + MARK + "\"", INVALID_PARAMS),
            new Odd("method-number", "\"method\":5", INVALID_REQUEST),
            new Odd("no-params", "\"method\":\"tools/call\"", INVALID_PARAMS),
            new Odd("initialize-without", "\"method\":\"initialize\"", INVALID_PARAMS),
            new Odd("no-name", "\"method\":\"tools/call\",\"params\":{}", INVALID_PARAMS),
            new Odd("name-number", "\"method\":\"tools/call\",\"params\":{\"name\":5}", INVALID_PARAMS),
            new Odd("arguments-array", call("set_secret", "[\"" + MARK + "\"]"), "INVALID_ARGUMENT"),
            new Odd("arguments-text", call("get_secret", "\"" + MARK + "\""), "INVALID_ARGUMENT"),
            new Odd("arguments-null", call("get_secret", "null"), "INVALID_ARGUMENT"),
            new Odd("surrogate-path", call("get_secret", "{\"keyPath\":\"\\ud800\"}"), "INVALID_KEY_PATH"),
            new Odd("surrogate-value", set("\"value\":\"" + MARK + "\\ud800\""), "INVALID_VALUE"),
            new Odd("surrogate-low", set("\"value\":\"\\udc00" + MARK + "\""), "INVALID_VALUE"),
            new Odd("surrogate-description", set("\"description\":\"one two three \\ud800\""), "INVALID_DESCRIPTION"),
            new Odd("surrogate-file", set("\"envFile\":\"\\ud800.env\""), "INVALID_ARGUMENT"),
            new Odd("nul-path", call("get_secret", "{\"keyPath\":\"project/a/b\\u0000\"}"), "INVALID_KEY_PATH"),
            new Odd("huge-number", set("\"expectedVersion\":1e400"), "INVALID_ARGUMENT"),
            new Odd(
                    "five-megabytes",
                    set("\"value\":\"" + MARK.repeat(5 * 1024 * 1024 / MARK.length()) + "\""),
                    "INVALID_VALUE"));

    private static String call(String tool, String arguments) {
        return "\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
    }

    /** A set_secret that is right but for one argument; of a name that stands there twice the last one counts. */
    private static String set(String argument) {
        return call(
                "set_secret",
                "{\"keyPath\":\"" + KEY + "\",\"value\":\"abc123\",\"description\":\"" + Session.DESCRIPTION + "\","
                        + argument + "}");
    }

    private static String ask(String id) {
        return new Odd(id, call("get_secret", "{\"keyPath\":\"" + KEY + "\"}"), "").line();
    }

    @BeforeAll
    static void run() {
        holdfast = Session.holdfast(folder);
        session = new Transcript()
                .line("{\"jsonrpc\":\"2.0\",\"id\":\"ping-first\",\"method\":\"ping\"}")
                .line(new Odd(
                                "store",
                                call(
                                        "set_secret",
                                        "{\"keyPath\":\"" + KEY + "\",\"value\":\"kept\",\"description\":\""
                                                + Session.DESCRIPTION + "\"}"),
                                "")
                        .line());
        for (int i = 0; i < BROKEN.size(); i++) {
            session.line(BROKEN.get(i).line()).line(ask("after-broken-" + i));
        }
        for (int i = 0; i < ODD.size(); i++) {
            session.line(ODD.get(i).line()).line(ask("after-odd-" + i));
        }
        session.line(invalidUtf8())
                .line("")
                .line(" \t ")
                .line("\r")
                .line(ask("carriage-return") + "\r")
                .line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/" + MARK + "\"}")
                .line("{\"jsonrpc\":\"2.0\",\"id\":\"never-asked\",\"result\":{\"a\":\"" + MARK + "\"}}")
                .bytes(ask("without-an-end-of-line"))
                .run(holdfast, "mcp");
    }

    private static byte[] invalidUtf8() {
        return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + MARK + "\u00ff\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void lines_thatAreNoMessage_areAnsweredWithoutAnId() {
        List<Integer> expected =
                new ArrayList<>(BROKEN.stream().map(Broken::code).toList());
        expected.add(PARSE_ERROR);
        assertThat(session.withoutId().stream().map(Reply::protocolError)).containsExactlyElementsOf(expected);
    }

    @Test
    void requests_thatAreOdd_areRefusedWithTheirId() {
        for (Odd odd : ODD) {
            Reply reply = session.reply(odd.id());
            Object code = odd.code() instanceof Integer ? (Object) reply.protocolError() : reply.code();
            assertThat(code).as(odd.id()).isEqualTo(odd.code());
        }
    }

    @Test
    void session_goesOnAfterEachLine_andKeepsWhatWasStored() {
        List<String> normal = new ArrayList<>(List.of("carriage-return", "without-an-end-of-line"));
        IntStream.range(0, BROKEN.size()).forEach(i -> normal.add("after-broken-" + i));
        IntStream.range(0, ODD.size()).forEach(i -> normal.add("after-odd-" + i));
        assertThat(normal).allSatisfy(id -> {
            assertThat(session.reply(id).structured().path("value").asText()).isEqualTo("kept");
            assertThat(session.reply(id).structured().path("version").asInt()).isEqualTo(1);
        });
        assertThat(session.reply("ping-first").result().isObject()).isTrue();
        assertThat(session.finished().exit()).isZero();
        Proof.line(
                "hostile-input-lines",
                (BROKEN.size() + ODD.size() + 1) + " bad lines answered, " + normal.size()
                        + " normal calls after them");
    }

    @Test
    void answers_repeatNothingAndHaveNoOtherLines() {
        assertThat(session.finished().out().contains(MARK))
                .as("standard output")
                .isFalse();
        assertThat(session.finished().err().contains(MARK)).as("standard error").isFalse();
        int asked = 2 + 2 + BROKEN.size() + 2 * ODD.size();
        assertThat(session.replies()).isEqualTo(asked);
        assertThat(session.finished().out().lines()).hasSize(asked + BROKEN.size() + 1);
    }

    @Test
    void id_ofHalfASurrogatePair_isAnswered() {
        Transcript odd = new Transcript()
                .line("{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"ping\"}")
                .line("{\"jsonrpc\":\"2.0\",\"id\":\"after\",\"method\":\"ping\"}")
                .run(holdfast, "mcp");
        assertThat(odd.reply("after").result().isObject()).isTrue();
        assertThat(odd.finished().out().lines()).hasSize(2);
    }
}
