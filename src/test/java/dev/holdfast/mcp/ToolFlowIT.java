package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools do beyond storing and reading: versions, places in files, pages, requests. */
class ToolFlowIT {

    @TempDir
    private static Path folder;

    private static Session session;

    @BeforeAll
    static void open() {
        session = Session.in(folder);
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void expectedVersion_mustBeTheCurrentOne() {
        String key = "project/flow/checked";
        assertThat(set(key, "one", "expectedVersion", 1).code()).isEqualTo("VERSION_CONFLICT");
        Reply made = set(key, "one", "expectedVersion", 0);
        assertThat(made.structured().path("version").asInt()).isEqualTo(1);
        assertThat(made.structured().path("created").booleanValue()).isTrue();
        assertThat(set(key, "two", "expectedVersion", 0).code()).isEqualTo("VERSION_CONFLICT");
        Reply next = set(key, "two", "expectedVersion", 1);
        assertThat(next.structured().path("version").asInt()).isEqualTo(2);
        assertThat(next.structured().path("created").booleanValue()).isFalse();
        assertThat(session.call(
                                "rotate_secret",
                                "keyPath",
                                key,
                                "reason",
                                "late",
                                "newValue",
                                "c",
                                "expectedVersion",
                                1)
                        .code())
                .isEqualTo("VERSION_CONFLICT");
        assertThat(session.stored(key)).isEqualTo("two");
        assertThat(session.call("get_secret", "keyPath", key, "version", 1)
                        .structured()
                        .path("value")
                        .asText())
                .isEqualTo("one");
    }

    private static Reply set(String key, String value, Object... more) {
        Map<String, Object> arguments =
                Session.arguments("keyPath", key, "value", value, "description", Session.DESCRIPTION);
        arguments.putAll(Session.arguments(more));
        return session.client().call("set_secret", arguments);
    }

    @Test
    void rotate_withoutGrace_endsTheOldVersionAtOnce() {
        String key = "project/flow/ended";
        set(key, "old");
        Reply rotated = session.call(
                "rotate_secret", "keyPath", key, "reason", "it was shown", "newValue", "new", "gracePeriodSeconds", 0);
        assertThat(rotated.structured().path("version").asInt()).isEqualTo(2);
        assertThat(rotated.structured().path("previousVersion").asInt()).isEqualTo(1);
        assertThat(session.call("get_secret", "keyPath", key, "version", 1).code())
                .isEqualTo("NOT_FOUND");
        assertThat(session.call("rotate_secret", "keyPath", "project/flow/none", "reason", "none", "newValue", "new")
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void rotate_withGrace_saysUntilWhen_andKeepsTheDescription() {
        String key = "project/flow/graceful";
        set(key, "old");
        Instant before = Instant.now();
        Reply rotated = session.call(
                "rotate_secret",
                "keyPath",
                key,
                "reason",
                "it was shown",
                "newValue",
                "new",
                "gracePeriodSeconds",
                3600);
        Instant until =
                Instant.parse(rotated.structured().path("previousValidUntil").asText());
        assertThat(until).isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3601));
        JsonNode old = session.call("get_secret", "keyPath", key, "version", 1).structured();
        assertThat(old.path("value").asText()).isEqualTo("old");
        assertThat(old.path("deprecated").booleanValue()).isTrue();
        assertThat(old.path("description").asText()).isEqualTo(Session.DESCRIPTION);
        JsonNode now = session.call("get_secret", "keyPath", key).structured();
        assertThat(now.path("fingerprint")).isEqualTo(rotated.structured().path("fingerprint"));
        assertThat(now.has("deprecated")).isFalse();
    }

    @Test
    void envFile_isWrittenUnderItsName_andRotationTellsWhereItStands() throws Exception {
        String key = "project/flow/db-password";
        Reply first = set(key, "abc123", "envFile", "flow.env");
        assertThat(first.structured().path("env").toString())
                .isEqualTo("{\"file\":\"flow.env\",\"name\":\"DB_PASSWORD\"}");
        set(key, "abc123", "envFile", "flow.env", "envName", "OTHER_NAME");
        assertThat(Files.readString(session.file("flow.env"))).isEqualTo("DB_PASSWORD=abc123\nOTHER_NAME=abc123\n");
        Reply rotated = session.call("rotate_secret", "keyPath", key, "reason", "it was shown", "newValue", "def456");
        List<String> places = new ArrayList<>();
        rotated.structured().path("env").forEach(place -> places.add(place.toString()));
        assertThat(places)
                .containsExactlyInAnyOrder(
                        "{\"file\":\"flow.env\",\"name\":\"DB_PASSWORD\"}",
                        "{\"file\":\"flow.env\",\"name\":\"OTHER_NAME\"}");
    }

    @Test
    void envFile_thatIsRefused_storesNothing() {
        String key = "project/flow/nowhere";
        assertThat(set(key, "abc123", "envFile", "notes.txt").code()).isEqualTo("ENV_REFUSED");
        assertThat(session.call("get_secret", "keyPath", key).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void request_isAnsweredByItsId_withoutTheToken() {
        String key = "project/flow/lent";
        set(key, "lent value");
        JsonNode granted = session.call(
                        "request_key", "keyPath", key, "purpose", "needed for the test", "ttlSeconds", 60, "maxUses", 3)
                .structured();
        assertThat(granted.path("status").asText()).isEqualTo("granted");
        assertThat(granted.path("accessToken").asText()).isNotBlank();
        assertThat(granted.path("usage").toString()).isEqualTo("{\"uses\":0,\"maxUses\":3}");
        assertThat(granted.toString()).doesNotContain("lent value");
        JsonNode asked = session.call(
                        "request_key", "requestId", granted.path("grantId").asText())
                .structured();
        assertThat(asked.path("status").asText()).isEqualTo("granted");
        assertThat(asked.path("expiresAt")).isEqualTo(granted.path("expiresAt"));
        assertThat(asked.path("keyId")).isEqualTo(granted.path("keyId"));
        assertThat(asked.has("accessToken")).isFalse();
        assertThat(session.call("request_key", "keyPath", "project/flow/none", "purpose", "needed for a test")
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void pages_haveEverySecretOnceAndInOrder() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            stored.add("project/paged/key_" + i);
        }
        stored.forEach(path -> set(path, "abc123"));
        set("project/paged-too/key_9", "abc123");
        set("meta/paged/key_9", "abc123");
        List<String> paths = new ArrayList<>();
        JsonNode page = list("project", "paged", "limit", 3);
        assertThat(page.path("secrets")).hasSize(3);
        while (true) {
            page.path("secrets")
                    .forEach(secret -> paths.add(secret.path("keyPath").asText()));
            if (!page.has("nextCursor")) {
                break;
            }
            page = list(
                    "project",
                    "paged",
                    "limit",
                    3,
                    "cursor",
                    page.path("nextCursor").asText());
        }
        assertThat(paths).isEqualTo(stored);
        assertThat(list("scope", "meta").path("secrets").findValuesAsText("keyPath"))
                .containsExactly("meta/paged/key_9");
        assertThat(list("scope", "project", "project", "paged-too")
                        .path("secrets")
                        .findValuesAsText("keyPath"))
                .containsExactly("project/paged-too/key_9");
        assertThat(list("scope", "service_keys").path("secrets")).isEmpty();
        assertThat(list("limit", 500).path("secrets").findValuesAsText("keyPath"))
                .isSorted()
                .containsAll(stored);
    }

    private static JsonNode list(Object... namesAndValues) {
        Reply reply = session.call("list_secrets", namesAndValues);
        assertThat(reply.structured().findValue("value")).isNull();
        return reply.structured();
    }
}
