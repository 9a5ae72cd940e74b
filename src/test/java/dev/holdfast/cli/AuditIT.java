package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("proof")
class AuditIT {

    private static final String KEY = "project/audit/signing_key";
    private static final String VALUE = "a value that no row may hold";

    /** What is done to the table, by name. */
    private static final Map<String, List<String>> EDITS = new LinkedHashMap<>();

    static {
        String columns =
                "timestamp, request_id, phase, service_name, action, key_path, status, channel, writer, prev_hash";
        EDITS.put("edited", List.of("UPDATE key_access_audit SET status = 'DONE' WHERE seq = 3"));
        EDITS.put("a field emptied", List.of("UPDATE key_access_audit SET key_path = NULL WHERE seq = 2"));
        EDITS.put("removed", List.of("DELETE FROM key_access_audit WHERE seq = 2"));
        EDITS.put("first removed", List.of("DELETE FROM key_access_audit WHERE seq = 1"));
        EDITS.put(
                "last removed",
                List.of("DELETE FROM key_access_audit WHERE seq = (SELECT max(seq) FROM key_access_audit)"));
        EDITS.put(
                "last removed and the end moved back",
                List.of(
                        "DELETE FROM key_access_audit WHERE seq = (SELECT max(seq) FROM key_access_audit)",
                        "UPDATE key_access_head SET seq = (SELECT max(seq) FROM key_access_audit),"
                                + " hash = (SELECT hash FROM key_access_audit ORDER BY seq DESC LIMIT 1)"));
        EDITS.put("all removed", List.of("DELETE FROM key_access_audit"));
        EDITS.put(
                "inserted",
                List.of("INSERT INTO key_access_audit (seq, " + columns + ", hash) SELECT seq + 1000, " + columns
                        + ", hash FROM key_access_audit WHERE seq = 1"));
        EDITS.put(
                "swapped",
                List.of(
                        "UPDATE key_access_audit SET seq = -1 WHERE seq = 1",
                        "UPDATE key_access_audit SET seq = 1 WHERE seq = 2",
                        "UPDATE key_access_audit SET seq = 2 WHERE seq = -1"));
    }

    @TempDir
    private static Path folder;

    private static Holdfast holdfast;

    @BeforeAll
    static void act() {
        holdfast = Session.holdfast(folder);
        try (Session session = Session.in(folder, "--agent", "first")) {
            session.store(KEY, VALUE);
            session.stored(KEY);
            session.call("get_secret", "keyPath", "project/audit/missing");
        }
        try (Session session = Session.in(folder, "--agent", "second")) {
            session.call("list_secrets");
            session.call("get_secret", "keyPath", VALUE);
        }
    }

    private static Finished run(String... command) {
        return Finished.run(holdfast.java(List.of(), command));
    }

    @Test
    void json_hasTheRowsOfEveryAct() {
        List<JsonNode> rows = Session.audit(holdfast);
        assertThat(rows.stream().map(AuditIT::row))
                .containsExactly(
                        "first store project/audit/signing_key decision ALLOWED",
                        "first store project/audit/signing_key outcome DONE",
                        "first read project/audit/signing_key outcome GRANTED",
                        "first read project/audit/missing outcome FAILED",
                        "second list - outcome GRANTED",
                        "second read - outcome INVALID");
        assertThat(rows.toString().contains(VALUE)).as("a value in a row").isFalse();
        assertThat(names(rows.get(0)))
                .contains(
                        "timestamp",
                        "request_id",
                        "phase",
                        "service_name",
                        "person",
                        "environment",
                        "action",
                        "key_path",
                        "version",
                        "status",
                        "reason",
                        "cached",
                        "cache_age_seconds",
                        "fallback_used",
                        "current_usage",
                        "rate_limit",
                        "fingerprint",
                        "channel",
                        "ip_address",
                        "user_agent",
                        "prev_hash",
                        "hash");
    }

    private static String row(JsonNode row) {
        return row.path("service_name").asText() + " " + row.path("action").asText() + " "
                + row.path("key_path").asText("-") + " " + row.path("phase").asText() + " "
                + row.path("status").asText();
    }

    private static Set<String> names(JsonNode row) {
        return StreamSupport.stream(((Iterable<String>) row::fieldNames).spliterator(), false)
                .collect(Collectors.toSet());
    }

    @Test
    void filters_narrowTheRows() {
        assertThat(Session.audit(holdfast, "--agent", "second")).hasSize(2);
        assertThat(Session.audit(holdfast, "--agent", "nobody")).isEmpty();
        assertThat(Session.audit(holdfast, "--key-path", KEY)).hasSize(3);
        assertThat(Session.audit(holdfast, "--key-path", KEY, "--agent", "second"))
                .isEmpty();
        assertThat(Session.audit(holdfast, "--days", "1")).hasSize(6);
        assertThat(Session.audit(holdfast, "--days", "0")).isEmpty();
        Finished wrong = run("audit", "--key-path", "nonsense");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).startsWith("INVALID_KEY_PATH: ");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void table_showsTheRowsAndTheirNumber() {
        Finished table = run("audit");
        assertThat(table.exit()).isZero();
        assertThat(table.err()).isEmpty();
        assertThat(table.out().lines()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(table.out())
                .contains(KEY, "ALLOWED", "GRANTED", "NOT_FOUND", "INVALID_KEY_PATH")
                .endsWith("6 rows\n");
    }

    @Test
    void verify_ofAnUnchangedChain_exitsWithZero() {
        Finished verified = run("audit", "verify");
        assertThat(verified.exit()).isZero();
        assertThat(verified.out()).isEqualTo("The chain holds: 6 rows.\n");
        JsonNode json = Session.json(run("audit", "verify", "--json").out());
        assertThat(json.toString()).isEqualTo("{\"ok\":true,\"rows\":6}");
    }

    @Test
    void verify_ofAnEditedChain_exitsWithOne() throws Exception {
        for (Map.Entry<String, List<String>> edit : EDITS.entrySet()) {
            Holdfast copy = copy(edit.getKey());
            change(copy, edit.getValue());
            Finished verified = Finished.run(copy.java(List.of(), "audit", "verify", "--json"));
            assertThat(verified.exit()).as(edit.getKey()).isEqualTo(1);
            JsonNode json = Session.json(verified.out());
            assertThat(json.path("ok").isBoolean()).as(edit.getKey()).isTrue();
            assertThat(json.path("ok").booleanValue()).as(edit.getKey()).isFalse();
            assertThat(json.path("fault").asText()).as(edit.getKey()).isNotBlank();
        }
        Proof.line("audit-verify", EDITS.size() + " of " + EDITS.size() + " kinds of edit found");
    }

    /** The folder of the store as it stands, for an edit of its own. */
    private static Holdfast copy(String name) throws Exception {
        Holdfast copy = Session.holdfast(folder.resolve(name));
        Files.createDirectory(copy.home());
        try (var files = Files.list(holdfast.home())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.home().resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void change(Holdfast copy, List<String> statements) throws Exception {
        String url = "jdbc:sqlite:" + copy.home().resolve("holdfast.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            int changed = 0;
            for (String sql : statements) {
                changed += statement.executeUpdate(sql);
            }
            assertThat(changed).isPositive();
        }
    }
}
