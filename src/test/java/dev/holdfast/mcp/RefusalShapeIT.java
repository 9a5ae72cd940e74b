package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal has one shape, and rows of the audit under the request id that it gives. */
class RefusalShapeIT {

    private static final String KEY = "project/shape/kept";
    private static final String FREE = "project/shape/free";
    private static final String SECRET = "project/shape/live_key";
    private static final String WORDS = Session.DESCRIPTION;
    private static final String ONE_INVALID = "outcome INVALID";
    private static final String ONE_DENIED = "outcome DENIED";

    private static final String CONFIGURATION = """
            agents:
              - name: tester
                allow:
                  - {actions: [store, read, list, rotate, request, export], paths: ["project/**"]}
                deny:
                  - {actions: [read, rotate, request, export], paths: ["project/*/live_*"]}
            """;

    @TempDir
    private static Path folder;

    private static Session known;
    private static Session unknown;

    /** A call, the code it is refused with, the action of its rows, and their phases and states. */
    private record Refused(
            boolean recognised, String tool, Map<String, Object> arguments, String code, String action, String rows) {}

    private static Refused refused(String code, String action, String rows, String tool, Object... namesAndValues) {
        return new Refused(true, tool, Session.arguments(namesAndValues), code, action, rows);
    }

    private static Refused stranger(String action, String tool, Object... namesAndValues) {
        return new Refused(false, tool, Session.arguments(namesAndValues), "UNAUTHENTICATED", action, ONE_DENIED);
    }

    private static Map<String, Object> entry(String keyPath) {
        return Map.of("name", "KEPT", "keyPath", keyPath);
    }

    private static List<Refused> unknownArguments() {
        return List.of(
                refused("INVALID_ARGUMENT", "store", ONE_INVALID, "set_secret", "colour", 1),
                refused("INVALID_ARGUMENT", "read", ONE_INVALID, "get_secret", "colour", 1),
                refused("INVALID_ARGUMENT", "list", ONE_INVALID, "list_secrets", "colour", 1),
                refused("INVALID_ARGUMENT", "rotate", ONE_INVALID, "rotate_secret", "colour", 1),
                refused("INVALID_ARGUMENT", "request", ONE_INVALID, "request_key", "colour", 1),
                refused("INVALID_ARGUMENT", "export", ONE_INVALID, "write_env", "colour", 1),
                refused("INVALID_ARGUMENT", "list", ONE_INVALID, "check_env", "colour", 1));
    }

    private static List<Refused> ofForm() {
        return List.of(
                refused("INVALID_KEY_PATH", "read", ONE_INVALID, "get_secret", "keyPath", "nonsense"),
                refused("INVALID_KEY_PATH", "store", ONE_INVALID, "set_secret", "keyPath", "", "value", "abc123"),
                refused("INVALID_DESCRIPTION", "store", ONE_INVALID, "set_secret", "keyPath", FREE, "value", "abc123"),
                refused(
                        "INVALID_DESCRIPTION",
                        "store",
                        ONE_INVALID,
                        "set_secret",
                        "keyPath",
                        FREE,
                        "value",
                        "abc123",
                        "description",
                        "API key"),
                refused("INVALID_VALUE", "store", ONE_INVALID, "set_secret", "keyPath", FREE, "value", ""));
    }

    private static List<Refused> ofRight() {
        return List.of(
                stranger("store", "set_secret", "keyPath", FREE, "value", "abc123", "description", WORDS),
                stranger("read", "get_secret", "keyPath", KEY),
                stranger("list", "list_secrets"),
                stranger("rotate", "rotate_secret", "keyPath", KEY, "reason", "needed", "newValue", "abc123"),
                stranger("request", "request_key", "keyPath", KEY, "purpose", "needed for a test"),
                stranger("export", "write_env", "file", ".env", "entries", List.of(entry(KEY))),
                stranger("list", "check_env", "file", ".env"),
                refused("ACCESS_DENIED", "read", ONE_DENIED, "get_secret", "keyPath", SECRET),
                refused("ACCESS_DENIED", "read", ONE_DENIED, "get_secret", "keyPath", "project/shape/live_missing"),
                refused("ACCESS_DENIED", "store", ONE_DENIED, "set_secret", "keyPath", "meta/a/b", "value", "abc123"),
                refused(
                        "ACCESS_DENIED",
                        "export",
                        ONE_DENIED,
                        "write_env",
                        "file",
                        ".env",
                        "entries",
                        List.of(entry(SECRET))),
                refused(
                        "ACCESS_DENIED",
                        "request",
                        ONE_DENIED,
                        "request_key",
                        "keyPath",
                        SECRET,
                        "purpose",
                        "needed for a test"));
    }

    private static List<Refused> ofState() {
        return List.of(
                refused("NOT_FOUND", "read", "outcome FAILED", "get_secret", "keyPath", FREE),
                refused(
                        "VERSION_CONFLICT",
                        "store",
                        "decision ALLOWED, outcome FAILED",
                        "set_secret",
                        "keyPath",
                        KEY,
                        "value",
                        "abc123",
                        "expectedVersion",
                        0),
                refused(
                        "STORE_FIRST",
                        "export",
                        "decision ALLOWED, outcome DENIED",
                        "write_env",
                        "file",
                        ".env",
                        "entries",
                        List.of(entry(FREE))),
                refused(
                        "ENV_REFUSED",
                        "export",
                        ONE_DENIED,
                        "write_env",
                        "file",
                        "notes.txt",
                        "entries",
                        List.of(entry(KEY))),
                refused("ENV_REFUSED", "list", ONE_DENIED, "check_env", "file", "missing.env"));
    }

    @BeforeAll
    static void open() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("holdfast.yaml"), CONFIGURATION);
        known = Session.in(folder, "--agent", "tester");
        unknown = Session.in(folder);
        assertThat(known.store(KEY, "kept").refused()).isFalse();
        assertThat(known.store(SECRET, "kept too").refused()).isFalse();
    }

    @AfterAll
    static void close() {
        known.close();
        unknown.close();
    }

    @Test
    void refusals_haveOneShapeAndTheirRows() {
        List<Refused> all = new ArrayList<>(unknownArguments());
        all.addAll(ofForm());
        all.addAll(ofRight());
        all.addAll(ofState());
        List<String> ids = new ArrayList<>();
        for (Refused call : all) {
            Session session = call.recognised() ? known : unknown;
            ids.add(shaped(call, session.client().call(call.tool(), call.arguments())));
        }
        assertThat(ids).doesNotHaveDuplicates();
        List<JsonNode> rows = known.audit();
        for (int i = 0; i < all.size(); i++) {
            audited(all.get(i), ids.get(i), rows);
        }
        Collection<String> codes = new TreeSet<>(all.stream().map(Refused::code).toList());
        assertThat(codes).hasSize(10);
        Proof.line("refusals-audited", all.size() + " refusals of " + codes.size() + " codes, each with its rows");
    }

    private static String shaped(Refused call, Reply reply) {
        JsonNode result = reply.result();
        JsonNode error = result.path("_meta").path("holdfast/error");
        String what = call.tool() + " " + call.code();
        String id = error.path("requestId").asText();
        assertThat(reply.refused()).as(what).isTrue();
        assertThat(result.hasNonNull("structuredContent")).as(what).isFalse();
        assertThat(result.path("content")).as(what).hasSize(1);
        assertThat(result.path("content").path(0).path("type").asText()).isEqualTo("text");
        assertThat(error.path("code").asText()).as(what).isEqualTo(call.code());
        assertThat(error.path("hint").asText()).as(what).isNotBlank();
        assertThat(id).as(what).isNotBlank();
        assertThat(reply.text())
                .as(what)
                .startsWith(call.code())
                .contains(error.path("hint").asText())
                .endsWith(id);
        return id;
    }

    private static void audited(Refused call, String id, List<JsonNode> rows) {
        List<JsonNode> own = rows.stream()
                .filter(row -> row.path("request_id").asText().equals(id))
                .toList();
        String what = call.tool() + " " + call.code();
        assertThat(String.join(
                        ", ",
                        own.stream()
                                .map(row -> row.path("phase").asText() + " "
                                        + row.path("status").asText())
                                .toList()))
                .as(what)
                .isEqualTo(call.rows());
        assertThat(own).as(what).allSatisfy(row -> {
            assertThat(row.path("action").asText()).isEqualTo(call.action());
            assertThat(row.path("channel").asText()).isEqualTo("stdio");
            assertThat(row.path("service_name").asText("")).isEqualTo(call.recognised() ? "tester" : "");
        });
        assertThat(own.get(own.size() - 1).path("reason").asText()).as(what).isEqualTo(call.code());
    }

    @Test
    void denial_saysTheSameWhetherThePathExistsOrNot() {
        Reply there = known.call("get_secret", "keyPath", SECRET);
        Reply missing = known.call("get_secret", "keyPath", "project/shape/live_missing");
        assertThat(withoutId(there)).isEqualTo(withoutId(missing));
    }

    private static String withoutId(Reply reply) {
        String id = reply.result()
                .path("_meta")
                .path("holdfast/error")
                .path("requestId")
                .asText();
        return reply.result().toString().replace(id, "");
    }
}
