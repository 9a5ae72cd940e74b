package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole workflow over stdio on servers, which are asked after the first answers and never before. */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServersStdioIT {

    private static final String PATH = EveryTool.PATH;

    /** What no answer to {@code initialize} has to wait for. */
    private static final List<String> LATER = List.of(
            "org.springframework.",
            "org.postgresql.",
            "org.flywaydb.",
            "io.github.resilience4j.",
            "com.zaxxer.",
            "org.sqlite.",
            "dev.holdfast.store.",
            "dev.holdfast.audit.jdbc.",
            "io.micrometer.",
            "io.prometheus.");

    @TempDir
    private Path folder;

    private ServersWorld world;

    @BeforeEach
    void start() throws Exception {
        world = ServersWorld.make(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void tools_onServers_doWhatTheyDoElsewhere() throws Exception {
        try (McpClient client = world.client()) {
            EveryTool.prepare(client);
            Files.writeString(world.holdfast().workspace().resolve(".env"), "PLAIN=1\n");
            Refused.requireRecovered(client);
            versions(client);
            refusals(client);
            redeem(client);
            assertThat(client.end()).isZero();
            assertThat(client.errors()).isEmpty();
        }
        assertThat(world.holdfast().workspace().resolve(".env"))
                .content()
                .contains("CANARY_KEY=" + Canary.VALUE + "\n");
        Run check = run("", "env", "check", ".env");
        assertThat(check.code()).as(check.errors()).isZero();
        Run verify = run("", "audit", "verify");
        assertThat(verify.code()).as(verify.errors()).isZero();
        requireRows();
        Proof.line("servers-tools over stdio", "7 tools, redeem, env check, audit verify");
    }

    private void versions(McpClient client) {
        String path = "project/proof/versions";
        Map<String, Object> first =
                Map.of("keyPath", path, "value", "first value", "description", "A value in versions");
        Reply set = client.call("set_secret", first);
        assertThat(set.structured().path("version").asInt()).isEqualTo(1);
        Reply rotated = client.call(
                "rotate_secret",
                Map.of("keyPath", path, "reason", "a proof", "newValue", "second value", "gracePeriodSeconds", 3600));
        assertThat(rotated.structured().path("version").asInt()).isEqualTo(2);
        assertThat(rotated.structured().path("previousValidUntil").asText()).isNotEmpty();
        JsonNode before =
                client.call("get_secret", Map.of("keyPath", path, "version", 1)).structured();
        assertThat(before.path("value").asText()).isEqualTo("first value");
        assertThat(before.path("deprecated").asBoolean()).isTrue();
        JsonNode now = client.call("get_secret", Map.of("keyPath", path)).structured();
        assertThat(now.path("value").asText()).isEqualTo("second value");
        assertThat(now.path("fingerprint")).isEqualTo(rotated.structured().path("fingerprint"));
        assertThat(world.metadata(path).path("current_version").asInt()).isEqualTo(2);
    }

    private void refusals(McpClient client) {
        refused(client, "VERSION_CONFLICT", "set_secret", Map.of("keyPath", PATH, "value", "x", "expectedVersion", 99));
        refused(client, "NOT_FOUND", "get_secret", Map.of("keyPath", "project/proof/missing"));
        refused(client, "INVALID_DESCRIPTION", "set_secret", Map.of("keyPath", "project/proof/bare", "value", "x"));
        refused(client, "INVALID_KEY_PATH", "get_secret", Map.of("keyPath", "Nowhere At All"));
        Map<String, Object> unstored = Map.of(
                "file", ".env", "entries", List.of(Map.of("name", "MISSING", "keyPath", "project/proof/missing")));
        refused(client, "STORE_FIRST", "write_env", unstored);
    }

    private static void refused(McpClient client, String code, String tool, Map<String, ?> arguments) {
        assertThat(client.call(tool, arguments).code()).as(tool).isEqualTo(code);
    }

    private void redeem(McpClient client) throws Exception {
        Reply grant = client.call("request_key", Map.of("keyPath", PATH, "purpose", "to redeem it once"));
        String token = grant.structured().path("accessToken").asText();
        String value = client.call("get_secret", Map.of("keyPath", PATH))
                .structured()
                .path("value")
                .asText();
        assertThat(run(token, "redeem", "--reveal").out()).isEqualTo(value + "\n");
        assertThat(run(token, "redeem", "--reveal").code()).as("spent").isEqualTo(1);
    }

    /** Every refusal and every act has left its rows in the database. */
    private void requireRows() throws Exception {
        try (ServersDoor door = ServersDoor.of(world.holdfast())) {
            List<String> statuses =
                    door.rows().stream().map(row -> row.text("status")).toList();
            assertThat(statuses).contains("ALLOWED", "GRANTED", "DONE", "INVALID", "FAILED");
            assertThat(new ServersRows(door.rows()).open()).isZero();
            door.requireWholeLog();
        }
    }

    private Run run(String input, String... arguments) throws Exception {
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process = world.holdfast()
                .launcher(arguments)
                .redirectError(errors.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(errors));
    }

    @Test
    void initialize_whileBothServersAreSilent_isAnsweredAtOnce() throws Exception {
        try (McpClient first = world.client()) {
            EveryTool.prepare(first);
        }
        long answering = millisToInitialize();
        world.bao().pause();
        world.postgres().pause();
        long start = System.nanoTime();
        try (McpClient client = McpClient.start(world.holdfast().launcher("mcp"))) {
            requireListed(client);
            long silent = millisSince(start);
            Reply refused = client.call("get_secret", Map.of("keyPath", PATH));
            assertThat(refused.code()).isIn("AUDIT_UNAVAILABLE", "STORE_UNAVAILABLE");
            world.bao().resume();
            world.postgres().resume();
            Reply granted = ServersWorld.whenAvailable(client, "get_secret", Map.of("keyPath", PATH));
            assertThat(granted.code()).isEmpty();
            Proof.line(
                    "servers-initialize and tools/list while both are silent",
                    silent + " ms; " + answering + " ms while they answer");
        }
    }

    private long millisToInitialize() {
        long start = System.nanoTime();
        try (McpClient client = McpClient.start(world.holdfast().launcher("mcp"))) {
            requireListed(client);
            return millisSince(start);
        }
    }

    private static void requireListed(McpClient client) {
        assertThat(client.initialize().result().path("serverInfo").isObject()).isTrue();
        assertThat(client.request("tools/list", Map.of()).result().path("tools"))
                .hasSize(7);
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void initialize_withServersConfigured_loadsNothingOfThem() throws Exception {
        Path log = folder.resolve("classes.log");
        world.bao().root().call("POST", "sys/mounts/secret", "{\"type\":\"kv\",\"options\":{\"version\":\"2\"}}");
        // Without a home folder, so that nothing is opened before the first call.
        Holdfast fresh = new Holdfast(folder.resolve("fresh"), world.holdfast().workspace());
        ProcessBuilder builder = fresh.java(List.of("-Xlog:class+load:file=" + log), "mcp");
        builder.environment().putAll(world.variables());
        try (McpClient client = McpClient.start(builder)) {
            requireListed(client);
            List<String> loaded = Files.readAllLines(log);
            assertThat(loaded).anyMatch(line -> line.contains("dev.holdfast.mcp.HoldfastServer"));
            assertThat(loaded.stream().filter(ServersStdioIT::later)).isEmpty();
            assertThat(ServersWorld.whenAvailable(client, "list_secrets", Map.of())
                            .code())
                    .isEmpty();
            List<String> then = Files.readAllLines(log);
            for (String part : LATER.subList(0, 5)) {
                if (!part.startsWith("org.flywaydb")) {
                    assertThat(then).as(part).anyMatch(line -> line.contains(" " + part));
                }
            }
            Proof.line("servers-classes", loaded.size() + " classes before the first call, none of the servers'");
        }
    }

    private static boolean later(String line) {
        return LATER.stream().anyMatch(name -> line.contains(" " + name));
    }
}
