package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments that no tool takes: a clear refusal that repeats nothing, and a session and a store as before. */
class HostileInputIT {

    private static final String KEY = "project/hostile/kept";
    private static final String KEPT = "the kept value";
    private static final String MARK = "zq7mark";
    private static final String WORDS = Session.DESCRIPTION;
    private static final String KEYPATH = "INVALID_KEY_PATH";
    private static final String VALUE = "INVALID_VALUE";
    private static final String ARGUMENT = "INVALID_ARGUMENT";
    private static final String TEXT = "INVALID_DESCRIPTION";
    private static final String ENV = "ENV_REFUSED";

    @TempDir
    private static Path folder;

    private static Session session;

    private record Bad(String code, String tool, Map<String, Object> arguments) {}

    @BeforeAll
    static void open() throws Exception {
        session = Session.in(folder);
        Files.writeString(session.file("names.env"), "PRESENT=abc123\n");
        assertThat(session.store(KEY, KEPT).refused()).isFalse();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static Bad bad(String code, String tool, Object... namesAndValues) {
        return new Bad(code, tool, Session.arguments(namesAndValues));
    }

    /** A set_secret that is right but for these arguments. */
    private static Bad set(String code, Object... namesAndValues) {
        Map<String, Object> arguments = Session.arguments("keyPath", KEY, "value", "abc123", "description", WORDS);
        arguments.putAll(Session.arguments(namesAndValues));
        return new Bad(code, "set_secret", arguments);
    }

    /** A set_secret with another source of the value. */
    private static Bad from(String code, String name, Object source) {
        return bad(code, "set_secret", "keyPath", KEY, "description", WORDS, name, source);
    }

    private static List<Bad> names() {
        List<Bad> all = new ArrayList<>();
        for (String tool : List.of(
                "set_secret", "get_secret", "list_secrets", "rotate_secret", "request_key", "write_env", "check_env")) {
            all.add(bad(ARGUMENT, tool, MARK, MARK));
            all.add(bad(ARGUMENT, tool, "keypath", KEY));
        }
        for (String tool :
                List.of("set_secret", "get_secret", "rotate_secret", "request_key", "write_env", "check_env")) {
            all.add(bad(ARGUMENT, tool));
        }
        for (String tool : List.of("set_secret", "get_secret", "rotate_secret", "request_key")) {
            all.add(bad(KEYPATH, tool, "keyPath", ""));
            for (Object type : types()) {
                all.add(bad(ARGUMENT, tool, "keyPath", type));
            }
        }
        return all;
    }

    private static List<Object> types() {
        List<Object> types = new ArrayList<>(List.of(5, 1.5, true, List.of(MARK), Map.of(MARK, MARK)));
        types.add(null);
        return types;
    }

    private static List<Bad> values() {
        List<Bad> all = new ArrayList<>(List.of(
                set(VALUE, "value", ""),
                set(VALUE, "value", MARK.repeat(65 * 1024 / MARK.length() + 1)),
                set(VALUE, "value", "é".repeat(32 * 1024 + 1)),
                set(VALUE, "value", MARK + "\0" + MARK),
                set(VALUE, "value", "****"),
                set(TEXT, "description", ""),
                set(TEXT, "description", "one two three " + "x".repeat(500)),
                set(TEXT, "description", "the key " + MARK + "\u202e for the tests"),
                set(TEXT, "description", "the key " + MARK + "\n for the tests"),
                set(TEXT, "value", MARK + "-12345678", "description", "this is the key " + MARK + "-12345678"),
                set(ARGUMENT, "expectedVersion", "1"),
                set(ARGUMENT, "expectedVersion", -1),
                set(ARGUMENT, "expectedVersion", 1.5),
                set(ARGUMENT, "expectedVersion", 1L << 31),
                set(ARGUMENT, "generate", Map.of()),
                set(ARGUMENT, "envName", "NAME"),
                set(ARGUMENT, "envFile", "a\0" + MARK + ".env"),
                set(ARGUMENT, "envFile", ".env", "envName", "1" + MARK + "=x"),
                bad(ARGUMENT, "set_secret", "keyPath", KEY, "description", WORDS)));
        for (String name : List.of("value", "description", "expectedVersion", "envFile", "envName")) {
            for (Object type : List.of(List.of(MARK), Map.of(MARK, MARK))) {
                all.add(set(ARGUMENT, name, type));
            }
            all.add(set(ARGUMENT, name, null));
        }
        return all;
    }

    private static List<Bad> sources() {
        return List.of(
                from(ARGUMENT, "generate", MARK),
                from(ARGUMENT, "generate", List.of()),
                from(ARGUMENT, "generate", Map.of(MARK, 1)),
                from(ARGUMENT, "generate", Map.of("format", MARK)),
                from(ARGUMENT, "generate", Map.of("format", 5)),
                from(ARGUMENT, "generate", Map.of("bytes", 15)),
                from(ARGUMENT, "generate", Map.of("bytes", 1025)),
                from(ARGUMENT, "generate", Map.of("bytes", "48")),
                from(ARGUMENT, "valueFrom", ""),
                from(ARGUMENT, "valueFrom", MARK),
                from(ARGUMENT, "valueFrom", "https://" + MARK),
                from(ARGUMENT, "valueFrom", "file:"),
                from(ARGUMENT, "valueFrom", "dotenv:names.env"),
                from(ARGUMENT, "valueFrom", "dotenv:names.env#"),
                from(ARGUMENT, "valueFrom", "dotenv:names.env#" + MARK),
                from(ARGUMENT, "valueFrom", "env:" + MARK),
                from(ENV, "valueFrom", "file:" + MARK),
                from(ENV, "valueFrom", "file:../" + MARK),
                from(ENV, "valueFrom", "file:/etc/passwd"));
    }

    private static List<Bad> others() {
        return List.of(
                bad(ARGUMENT, "get_secret", "keyPath", KEY, "version", 0),
                bad(ARGUMENT, "get_secret", "keyPath", KEY, "version", MARK),
                bad("NOT_FOUND", "get_secret", "keyPath", KEY, "version", 99),
                bad(ARGUMENT, "list_secrets", "scope", MARK),
                bad(ARGUMENT, "list_secrets", "project", "../" + MARK),
                bad(ARGUMENT, "list_secrets", "scope", "meta", "project", "hostile"),
                bad(ARGUMENT, "list_secrets", "limit", 0),
                bad(ARGUMENT, "list_secrets", "limit", 501),
                bad(ARGUMENT, "list_secrets", "cursor", "#" + MARK),
                bad(ARGUMENT, "list_secrets", "cursor", "AAAA"),
                bad(ARGUMENT, "rotate_secret", "keyPath", KEY, "newValue", MARK),
                bad(ARGUMENT, "rotate_secret", "keyPath", KEY, "newValue", MARK, "reason", ""),
                bad(ARGUMENT, "rotate_secret", "keyPath", KEY, "reason", "needed now"),
                bad(ARGUMENT, "rotate_secret", "keyPath", KEY, "reason", "now", "value", MARK),
                bad(
                        ARGUMENT,
                        "rotate_secret",
                        "keyPath",
                        KEY,
                        "reason",
                        "now",
                        "newValue",
                        MARK,
                        "gracePeriodSeconds",
                        -1),
                bad(ARGUMENT, "request_key", "keyPath", KEY, "purpose", "too short"),
                bad(ARGUMENT, "request_key", "keyPath", KEY, "purpose", "long enough, two\nlines"),
                bad(ARGUMENT, "request_key", "keyPath", KEY, "purpose", "long enough now", "ttlSeconds", 86_401),
                bad(ARGUMENT, "request_key", "keyPath", KEY, "purpose", "long enough now", "ttlSeconds", 0),
                bad(ARGUMENT, "request_key", "keyPath", KEY, "purpose", "long enough now", "maxUses", 1001),
                bad(ARGUMENT, "request_key", "keyPath", KEY, "requestId", MARK),
                bad("NOT_FOUND", "request_key", "requestId", MARK),
                bad(ARGUMENT, "write_env", "file", ".env", "entries", List.of()),
                bad(ARGUMENT, "write_env", "file", ".env", "entries", MARK),
                bad(ARGUMENT, "write_env", "file", ".env", "entries", List.of(MARK)),
                bad(ARGUMENT, "write_env", "file", ".env", "entries", List.of(Map.of("name", "KEPT"))),
                bad(ARGUMENT, "write_env", "file", ".env", "entries", Collections.nCopies(201, entry("KEPT"))),
                bad(ARGUMENT, "write_env", "file", ".env", "entries", List.of(entry("A B=" + MARK))),
                bad(ARGUMENT, "write_env", "file", "", "entries", List.of(entry("KEPT"))),
                bad(ENV, "write_env", "file", MARK + ".txt", "entries", List.of(entry("KEPT"))),
                bad(ENV, "write_env", "file", "../" + MARK + ".env", "entries", List.of(entry("KEPT"))),
                bad(ENV, "write_env", "file", MARK + "/.env", "entries", List.of(entry("KEPT"))),
                bad(ARGUMENT, "check_env", "file", 5),
                bad(ARGUMENT, "check_env", "file", ""),
                bad(ENV, "check_env", "file", MARK + ".env"),
                bad(ENV, "check_env", "file", "/etc/passwd"));
    }

    private static Map<String, Object> entry(String name) {
        return Map.of("name", name, "keyPath", KEY);
    }

    @Test
    void arguments_thatNoToolTakes_areRefusedAndChangeNothing() {
        List<Bad> all = new ArrayList<>(names());
        all.addAll(values());
        all.addAll(sources());
        all.addAll(others());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Bad call = all.get(i);
            Reply reply = session.client().call(call.tool(), call.arguments());
            String what = i + " " + call.tool() + " " + call.arguments().keySet();
            if (!reply.refused() || !reply.code().equals(call.code())) {
                wrong.add(what + ": " + call.code() + " expected, but was " + reply.code());
            } else if (reply.message().toString().contains(MARK)) {
                wrong.add(what + ": the reply repeats what was sent");
            } else if (!session.stored(KEY).equals(KEPT)) {
                wrong.add(what + ": what was stored is gone");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(session.call("get_secret", "keyPath", KEY)
                        .structured()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(session.call("list_secrets", "project", "hostile")
                        .structured()
                        .path("secrets"))
                .hasSize(1);
        assertThat(Files.exists(session.file(".env"))).isFalse();
        Proof.line("hostile-input", all.size() + " bad calls refused with their code, 0 repeated, 0 changed anything");
    }

    @Test
    void values_ofAnyText_comeBackExactly() {
        List<String> values = List.of(
                "it's \"quoted\" `back`",
                "two\nlines\r\nand a last one\n",
                "$HOME ${HOME} $(id) %PATH%",
                "# no comment # at all",
                "back\\slash \\n \\u0041 \\",
                " blanks at both ends ",
                "\ttab\u0001control\u007f",
                "\ufeffmark first",
                "grüße 漢字 🔑 e\u0301",
                "' OR 1=1; DROP TABLE secret; --",
                "{\"json\": [null, 1e999]}",
                "z".repeat(64 * 1024),
                "é".repeat(32 * 1024),
                "x");
        for (int i = 0; i < values.size(); i++) {
            String path = "project/exact/value_" + i;
            assertThat(session.store(path, values.get(i)).code())
                    .as("value %s", i)
                    .isEmpty();
            assertThat(session.stored(path).equals(values.get(i)))
                    .as("value %s", i)
                    .isTrue();
        }
        for (int i = 0; i < values.size(); i++) {
            session.call(
                    "rotate_secret",
                    "keyPath",
                    "project/exact/value_" + i,
                    "reason",
                    "the test is over",
                    "generate",
                    Map.of());
        }
    }
}
