package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.proof.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal of a tool: its code, its form, and its row in the audit. */
final class RefusalTest {

    private static final String PATH = "\"keyPath\":\"project/consilio/stripe_api_key\"";
    private static final String DESCRIPTION = "\"description\":\"Stripe key for the payments\"";
    private static final String VALUE = "\"value\":\"canary_a1b2c3d4\"";

    @TempDir
    private Path folder;

    private static Arguments set(String code, String... parts) {
        return Arguments.of("set_secret", code, "{" + String.join(",", parts) + "}");
    }

    private static Arguments path(String path) {
        return set("INVALID_KEY_PATH", "\"keyPath\":\"" + path + "\"", VALUE, DESCRIPTION);
    }

    private static Arguments described(String description) {
        return set("INVALID_DESCRIPTION", PATH, VALUE, "\"description\":\"" + description + "\"");
    }

    private static Arguments valued(String value) {
        return set("INVALID_VALUE", PATH, DESCRIPTION, "\"value\":" + value);
    }

    private static Arguments generating(String generate) {
        return set("INVALID_ARGUMENT", PATH, DESCRIPTION, "\"generate\":" + generate);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                path("canary-stripe-key"),
                path("consilio/stripe_api_key"),
                path("project/CANARY/Key"),
                path("project/canary/"),
                path("project//canary"),
                path("project/canary/a/b"),
                path("project/../canary"),
                path("service_keys.canary/production"),
                path("other/canary/key"),
                path(""),
                path("canary".repeat(60)),
                set("INVALID_DESCRIPTION", PATH, VALUE),
                described(""),
                described("API key"),
                described("Password"),
                described("the secret token"),
                described("short one"),
                described("key canary_a1b2c3d4 for payments"),
                described("a\\u202ekey for the canary payments"),
                described("w ".repeat(300)),
                valued("\"\""),
                valued("\"****\""),
                valued("\"<your-canary-here>\""),
                valued("\"canary" + "x".repeat(65_536) + "\""),
                valued("\"canary\\u0000x\""),
                valued("\"canary\\ud800x\""),
                set("INVALID_ARGUMENT", VALUE, DESCRIPTION),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"generate\":{}"),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"canary\":\"canary\""),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, "\"value\":17"),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, "\"value\":null"),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, "\"value\":[\"canary\"]"),
                set("INVALID_ARGUMENT", "\"keyPath\":null", DESCRIPTION, VALUE),
                set("INVALID_ARGUMENT", "\"keyPath\":{\"canary\":1}", DESCRIPTION, VALUE),
                set("INVALID_ARGUMENT", PATH, "\"description\":7", VALUE),
                set("INVALID_ARGUMENT", PATH, "\"description\":null", VALUE),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"expectedVersion\":\"1\""),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"expectedVersion\":-1"),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"expectedVersion\":99999999999999999999"),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"expectedVersion\":1.5"),
                set("INVALID_ARGUMENT", PATH, DESCRIPTION, VALUE, "\"envName\":\"CANARY\""),
                set("ENV_REFUSED", PATH, DESCRIPTION, VALUE, "\"envFile\":\"canary.txt\""),
                set("ENV_REFUSED", PATH, DESCRIPTION, VALUE, "\"envFile\":\"../canary/.env\""),
                set("VERSION_CONFLICT", PATH, DESCRIPTION, VALUE, "\"expectedVersion\":3"),
                generating("\"canary\""),
                generating("{\"format\":\"canary\"}"),
                generating("{\"bytes\":15}"),
                generating("{\"bytes\":1025}"),
                generating("{\"bytes\":\"48\"}"),
                generating("{\"canary\":1}"),
                generating("null"),
                Arguments.of("get_secret", "NOT_FOUND", "{" + PATH + "}"),
                Arguments.of("get_secret", "INVALID_ARGUMENT", "{}"),
                Arguments.of("get_secret", "INVALID_ARGUMENT", "{" + PATH + ",\"version\":0}"),
                Arguments.of("get_secret", "INVALID_ARGUMENT", "[\"canary\"]"),
                Arguments.of("get_secret", "INVALID_ARGUMENT", "\"canary\""),
                Arguments.of("get_secret", "ACCESS_DENIED", "{\"keyPath\":\"service_keys.canary\"}"),
                Arguments.of("list_secrets", "INVALID_ARGUMENT", "{\"scope\":\"canary\"}"),
                Arguments.of("list_secrets", "INVALID_ARGUMENT", "{\"limit\":0}"),
                Arguments.of("list_secrets", "INVALID_ARGUMENT", "{\"limit\":501}"),
                Arguments.of("list_secrets", "INVALID_ARGUMENT", "{\"cursor\":\"canary!\"}"),
                Arguments.of("list_secrets", "INVALID_ARGUMENT", "{\"project\":\"../canary\"}"),
                Arguments.of("list_secrets", "INVALID_ARGUMENT", "{\"scope\":\"meta\",\"project\":\"canary\"}"),
                Arguments.of("rotate_secret", "NOT_FOUND", "{" + PATH + ",\"reason\":\"leaked\",\"generate\":{}}"),
                Arguments.of("rotate_secret", "INVALID_ARGUMENT", "{" + PATH + ",\"generate\":{}}"),
                Arguments.of("rotate_secret", "INVALID_ARGUMENT", "{" + PATH + ",\"reason\":\"leaked\"}"),
                Arguments.of(
                        "rotate_secret",
                        "INVALID_ARGUMENT",
                        "{" + PATH + ",\"reason\":\"leaked\",\"generate\":{},\"gracePeriodSeconds\":-1}"),
                Arguments.of("request_key", "INVALID_ARGUMENT", "{" + PATH + "}"),
                Arguments.of("request_key", "INVALID_ARGUMENT", "{" + PATH + ",\"purpose\":\"canary\"}"),
                Arguments.of(
                        "request_key",
                        "INVALID_ARGUMENT",
                        "{" + PATH + ",\"purpose\":\"deploy the canary\",\"ttlSeconds\":86401}"),
                Arguments.of(
                        "request_key",
                        "INVALID_ARGUMENT",
                        "{" + PATH + ",\"purpose\":\"deploy the canary\",\"maxUses\":0}"),
                Arguments.of("request_key", "NOT_FOUND", "{" + PATH + ",\"purpose\":\"deploy the canary\"}"),
                Arguments.of("request_key", "NOT_FOUND", "{\"requestId\":\"canary\"}"),
                Arguments.of("request_key", "INVALID_ARGUMENT", "{\"requestId\":\"canary\"," + PATH + "}"),
                Arguments.of(
                        "write_env",
                        "STORE_FIRST",
                        "{\"file\":\".env\",\"entries\":[{\"name\":\"KEY\"," + PATH + "}]}"),
                Arguments.of("write_env", "INVALID_ARGUMENT", "{\"file\":\".env\",\"entries\":[]}"),
                Arguments.of("write_env", "INVALID_ARGUMENT", "{\"file\":\".env\",\"entries\":[\"canary\"]}"),
                Arguments.of("write_env", "INVALID_ARGUMENT", "{\"file\":\".env\",\"entries\":[{\"name\":\"KEY\"}]}"),
                Arguments.of("write_env", "INVALID_ARGUMENT", "{\"entries\":[{\"name\":\"KEY\"," + PATH + "}]}"),
                Arguments.of(
                        "write_env",
                        "INVALID_ARGUMENT",
                        "{\"file\":\".env\",\"entries\":[{\"name\":\"ca nary\"," + PATH + "}]}"),
                Arguments.of("check_env", "ENV_REFUSED", "{\"file\":\"canary.env\"}"),
                Arguments.of("check_env", "INVALID_ARGUMENT", "{}"),
                Arguments.of("check_env", "INVALID_ARGUMENT", "{\"file\":[]}"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void call_refused_hasCodeAndFormAndRow(String tool, String code, String arguments) throws Exception {
        try (ToolSession session = new ToolSession(folder)) {
            Reply reply = session.line(ToolSession.callLine(tool, arguments));
            assertThat(reply.code()).isEqualTo(code);
            assertForm(reply);
            List<String> rows = session.rows(reply);
            assertThat(rows).as("a row tells of it").isNotEmpty();
            assertThat(rows.get(rows.size() - 1)).contains("outcome ").contains(" " + code + " ");
            assertThat(Files.exists(session.workspace.resolve(".env"))).isFalse();
        }
    }

    static void assertForm(Reply reply) {
        JsonNode error = reply.result().path("_meta").path("holdfast/error");
        List<String> names = new ArrayList<>();
        error.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("code", "hint", "requestId");
        assertThat(reply.refused()).isTrue();
        assertThat(reply.result().has("structuredContent")).isFalse();
        assertThat(reply.result().path("content")).hasSize(1);
        assertThat(reply.text()).startsWith(error.path("code").asText());
        assertThat(reply.text()).endsWith(error.path("requestId").asText());
        assertThat(reply.text()).contains(error.path("hint").asText());
        boolean suggestion = error.path("hint").asText().contains("did you mean");
        assertThat(suggestion
                        || !reply.message().toString().toLowerCase(Locale.ROOT).contains("canary"))
                .as("only a path that was probably meant is told back")
                .isTrue();
    }

    @Test
    void call_pathThatWasProbablyMeant_isSuggested() {
        try (ToolSession session = new ToolSession(folder)) {
            Reply reply = session.call("get_secret", "keyPath", "project/CONSILIO/Key");
            assertThat(reply.text()).contains("project/consilio/key");
        }
    }

    @Test
    void call_hardValues_comeBackEqual() {
        try (ToolSession session = new ToolSession(folder)) {
            for (String value :
                    List.of("a\"b'c`d", "a\nb\r\nc", "$HOME ${X}", "# no comment", " a ", "é🔑\u2028", "test-value")) {
                Reply set = session.call(
                        "set_secret",
                        "keyPath",
                        "project/consilio/stripe_api_key",
                        "description",
                        "Stripe key for the payments",
                        "value",
                        value);
                assertThat(set.refused()).isFalse();
                Reply get = session.call("get_secret", "keyPath", "project/consilio/stripe_api_key");
                assertThat(get.structured().path("value").asText().equals(value))
                        .isTrue();
            }
        }
    }
}
