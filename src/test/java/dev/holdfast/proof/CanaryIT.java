package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value goes through every tool and every way to go wrong: afterwards it stands in the {@code .env}, in the answers that
 * may carry it, and nowhere else. The log is at its finest level.
 */
class CanaryIT {

    private static final String PATH = "project/proof/canary";

    @TempDir
    private Path folder;

    private CanaryWorld world;
    private McpClient client;
    private int calls;

    @BeforeEach
    void start() throws Exception {
        world = CanaryWorld.make(folder);
        client = McpClient.start(world.quiet(world.holdfast().launcher("mcp", "--workspace", world.files())));
        client.initialize();
    }

    @AfterEach
    void end() {
        client.close();
    }

    /** Calls a tool whose answer must not hold the value. */
    private Reply call(String tool, Map<String, ?> arguments) {
        Reply reply = client.call(tool, arguments);
        calls++;
        assertThat(Canary.in(reply.message().toString())).as(tool).isEmpty();
        return reply;
    }

    private void refused(String code, String tool, Map<String, ?> arguments) {
        assertThat(call(tool, arguments).code()).as(tool).isEqualTo(code);
    }

    private void granted(String tool, Map<String, ?> arguments) {
        assertThat(call(tool, arguments).code()).as(tool).isEmpty();
    }

    @Test
    void value_throughEveryToolAndRefusal_isFoundInTheEnvAlone() throws Exception {
        everyTool();
        everyWrongPlace();
        badLines();
        readers();
        lockedDatabase();
        world.requireNotInProcesses(client.process());
        assertThat(world.found()).as("while the server runs").containsExactly("files/.env");
        assertThat(client.end()).isZero();
        redeem();
        commands();
        requireNowhereElse();
        Proof.line(
                "canary in " + Canary.formsOf(Canary.VALUE).size() + " forms",
                calls + " calls, " + world.scanned() + " files and streams searched, found in the .env alone");
    }

    private void everyTool() {
        granted("set_secret", set());
        granted(
                "set_secret",
                Map.of("keyPath", PATH, "value", Canary.VALUE, "envFile", ".env", "envName", "CANARY_KEY"));
        granted("rotate_secret", Map.of("keyPath", PATH, "newValue", Canary.VALUE, "reason", "a turn of the canary"));
        granted("set_secret", Map.of("keyPath", PATH, "valueFrom", "dotenv:.env#CANARY_KEY"));
        granted("list_secrets", Map.of());
        granted("write_env", Map.of("file", ".env", "entries", List.of(Map.of("name", "CANARY_KEY", "keyPath", PATH))));
        granted("check_env", Map.of("file", ".env"));
        granted("request_key", Map.of("keyPath", PATH, "purpose", "to redeem the canary"));
    }

    private static Map<String, String> set() {
        return Map.of("keyPath", PATH, "value", Canary.VALUE, "description", "The canary of the proofs");
    }

    /** The value where it does not belong. */
    private void everyWrongPlace() {
        refused("INVALID_KEY_PATH", "set_secret", Map.of("keyPath", Canary.VALUE, "value", Canary.VALUE));
        refused("INVALID_KEY_PATH", "get_secret", Map.of("keyPath", Canary.VALUE));
        refused("INVALID_KEY_PATH", "get_secret", Map.of("keyPath", "project/proof/" + Canary.VALUE));
        refused(
                "INVALID_KEY_PATH",
                "rotate_secret",
                Map.of("keyPath", Canary.VALUE, "reason", "a turn", "newValue", "x"));
        refused("INVALID_KEY_PATH", "request_key", Map.of("keyPath", Canary.VALUE, "purpose", Canary.VALUE));
        refused(
                "INVALID_DESCRIPTION",
                "set_secret",
                Map.of("keyPath", PATH, "value", Canary.VALUE, "description", "The value is " + Canary.VALUE));
        refused(
                "INVALID_DESCRIPTION",
                "set_secret",
                Map.of("keyPath", PATH + "_new", "value", Canary.VALUE, "description", Canary.VALUE));
        refused("INVALID_DESCRIPTION", "set_secret", Map.of("keyPath", PATH + "_new", "value", Canary.VALUE));
        refused("INVALID_ARGUMENT", "set_secret", Map.of("keyPath", PATH, Canary.VALUE, Canary.VALUE));
        refused("INVALID_ARGUMENT", "set_secret", Map.of("keyPath", PATH, "value", List.of(Canary.VALUE)));
        refused("INVALID_ARGUMENT", "set_secret", Map.of("keyPath", PATH, "valueFrom", Canary.VALUE));
        refused("INVALID_ARGUMENT", "set_secret", Map.of("keyPath", PATH, "valueFrom", "env:" + Canary.VALUE));
        refused(
                "INVALID_ARGUMENT",
                "set_secret",
                Map.of("keyPath", PATH, "value", Canary.VALUE, "expectedVersion", Canary.VALUE));
        refused(
                "VERSION_CONFLICT",
                "set_secret",
                Map.of("keyPath", PATH, "value", Canary.VALUE, "expectedVersion", 99));
        refused("ENV_REFUSED", "set_secret", Map.of("keyPath", PATH, "valueFrom", "file:" + Canary.VALUE));
        refused("ENV_REFUSED", "set_secret", intoFile(Canary.VALUE, "CANARY_KEY"));
        refused("ENV_REFUSED", "set_secret", intoFile("missing/.env." + Canary.VALUE, "CANARY_KEY"));
        refused("INVALID_ARGUMENT", "set_secret", intoFile(".env", Canary.VALUE));
        refused("ENV_REFUSED", "check_env", Map.of("file", Canary.VALUE));
        refused("INVALID_ARGUMENT", "check_env", Map.of("file", ".env", Canary.VALUE, true));
        refused("INVALID_ARGUMENT", "list_secrets", Map.of("scope", Canary.VALUE));
        refused("INVALID_ARGUMENT", "list_secrets", Map.of("cursor", Canary.VALUE));
        refused("NOT_FOUND", "request_key", Map.of("requestId", Canary.VALUE));
        refused("INVALID_VALUE", "set_secret", Map.of("keyPath", PATH, "value", Canary.VALUE + "\0"));
        call("get_secret", Map.of("keyPath", PATH, "version", Canary.VALUE));
        call("write_env", Map.of("file", ".env", "entries", List.of(Map.of("name", "KEY", Canary.VALUE, "x"))));
        call("write_env", Map.of("file", ".env", "entries", Canary.VALUE));
        call(Canary.VALUE, Map.of("keyPath", PATH));
        assertThat(Canary.in(client.request(Canary.VALUE, Map.of()).message().toString()))
                .isEmpty();
    }

    private static Map<String, String> intoFile(String file, String name) {
        return Map.of("keyPath", PATH, "value", Canary.VALUE, "envFile", file, "envName", name);
    }

    private void badLines() {
        client.line(Canary.VALUE);
        client.line("{\"jsonrpc\":\"2.0\",\"id\":{\"a\":\"" + Canary.VALUE + "\"},\"method\":\"ping\"}");
        client.line("{\"jsonrpc\":\"" + Canary.VALUE + "\",\"id\":true,\"method\":\"ping\"}");
        client.line("{\"jsonrpc\":\"2.0\",\"method\":\"" + Canary.VALUE + "\"}");
        client.request("ping", Map.of());
        assertThat(client.others())
                .hasSize(3)
                .allSatisfy(reply ->
                        assertThat(Canary.in(reply.message().toString())).isEmpty());
    }

    /** The one tool whose answer carries the value; what is found there is taken out before the rest is searched. */
    private void readers() {
        Reply reply = client.call("get_secret", Map.of("keyPath", PATH));
        assertThat(reply.structured().path("value").asText()).isEqualTo(Canary.VALUE);
        calls++;
    }

    private void lockedDatabase() throws Exception {
        try (Sqlite3 other = new Sqlite3(world.holdfast())) {
            other.run("BEGIN IMMEDIATE");
            refused("AUDIT_UNAVAILABLE", "set_secret", set());
            refused("AUDIT_UNAVAILABLE", "get_secret", Map.of("keyPath", PATH));
            other.run("ROLLBACK");
        }
    }

    private void redeem() throws Exception {
        String token;
        try (McpClient again = McpClient.start(world.quiet(world.holdfast().launcher("mcp")))) {
            Reply grant = again.call("request_key", Map.of("keyPath", PATH, "purpose", "to redeem the canary"));
            token = grant.structured().path("accessToken").asText();
        }
        Run refused = world.run(token, "redeem");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(Canary.in(refused.out() + refused.errors())).isEmpty();
        Run revealed = world.run(token, "redeem", "--reveal");
        assertThat(revealed.out()).isEqualTo(Canary.VALUE + "\n");
        assertThat(Canary.in(revealed.errors())).isEmpty();
        Run spent = world.run(token, "redeem", "--reveal");
        assertThat(spent.code()).isEqualTo(1);
        Run wrong = world.run(Canary.VALUE, "redeem", "--reveal");
        for (Run run : List.of(spent, wrong)) {
            assertThat(Canary.in(run.out() + run.errors())).isEmpty();
        }
        calls += 5;
    }

    /** The value typed where the command line does not want it. */
    private void commands() throws Exception {
        for (List<String> command : List.of(
                List.of("audit"),
                List.of("audit", "--json"),
                List.of("audit", "verify"),
                List.of("audit", "--key-path", Canary.VALUE),
                List.of("audit", Canary.VALUE),
                List.of("env", "check", ".env", "--workspace", world.files()),
                List.of("env", "check", Canary.VALUE),
                List.of("redeem", Canary.VALUE),
                List.of(Canary.VALUE))) {
            Run run = world.run("", command.toArray(String[]::new));
            assertThat(Canary.in(run.out() + run.errors())).as(command.get(0)).isEmpty();
            calls++;
        }
    }

    private void requireNowhereElse() throws IOException {
        assertThat(Canary.in(client.errors())).as("the log at its finest level").isEmpty();
        assertThat(client.errors()).as("the log says something").isNotEmpty();
        List<String> answers = client.answers()
                .lines()
                .filter(line -> Canary.in(line).isPresent())
                .toList();
        assertThat(answers).as("answers with the value").hasSize(1);
        assertThat(Files.readString(Path.of(world.files(), ".env"), StandardCharsets.UTF_8))
                .isEqualTo("CANARY_KEY=" + Canary.VALUE + "\n");
        assertThat(world.found()).containsExactly("files/.env");
    }
}
