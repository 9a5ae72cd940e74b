package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.services.OpenBaoServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers fail in every way while a value is on its way to them: neither it nor what opens the servers stands in an
 * answer, in the log at its finest level, in the audit or in a file, and no server's words reach the caller.
 */
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServersCanaryIT {

    private static final String PATH = "project/proof/canary";
    private static final String ROTATED = "project/proof/rotated_canary";
    private static final String TRAP = "project/proof/trap";

    /** The two that are left out differ from their neighbours in nothing that a client sees. */
    private static final Set<ServersOutage> OUTAGES =
            EnumSet.complementOf(EnumSet.of(ServersOutage.SQL_STOPPED, ServersOutage.BAO_KILLED));

    private static final List<Integer> STATUSES = List.of(400, 404, 403, 429, 307, 500, 503);

    /** After the first of these the login is tried again, and repeated too. */
    private static final List<Integer> LOGIN_STATUSES = List.of(403, 500);

    @TempDir
    private Path folder;

    private ServersWorld world;
    private final ServersSearch search = new ServersSearch();

    @BeforeEach
    void start() throws Exception {
        world = ServersWorld.make(folder);
        search.seek(Canary.VALUE);
        world.credentials().forEach(search::seek);
        search.seek(world.bao().token());
        search.seek(world.postgres().superuser().password());
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @Tag("proof")
    void secrets_onEveryFailureOfTheServers_standNowhere() throws Exception {
        serversThatGo();
        rowsThatAreRefused();
        gateways();
        withoutRights();
        wrongAuthority();
        wrongPassword();
        withoutTables();
        requireNowhere();
        Proof.line("servers-canary", search.figure());
    }

    /** A process whose log is at its finest level. */
    private McpClient client() {
        ProcessBuilder builder = world.holdfast().launcher("mcp");
        builder.environment().put("HOLDFAST_LOG", "trace");
        McpClient client = McpClient.start(builder);
        client.initialize();
        return client;
    }

    private static Map<String, Object> set(String path) {
        return Map.of("keyPath", path, "value", Canary.VALUE, "description", "The canary of the proofs");
    }

    /** Writes and reads, all at once; each answer is searched, and their codes are given back. */
    private Set<String> calls(McpClient client) {
        Set<String> codes = new LinkedHashSet<>();
        Map<String, Map<String, Object>> calls = new LinkedHashMap<>();
        calls.put("set_secret", set(PATH));
        calls.put("rotate_secret", Map.of("keyPath", ROTATED, "newValue", Canary.VALUE, "reason", "a turn"));
        calls.put("request_key", Map.of("keyPath", PATH, "purpose", "to try a failure"));
        calls.put("list_secrets", Map.of());
        List<CompletableFuture<Reply>> sent = new ArrayList<>();
        calls.forEach((tool, arguments) -> sent.add(client.send(tool, arguments)));
        sent.forEach(answer -> codes.add(search.code(McpClient.await(answer))));
        return codes;
    }

    private void available(McpClient client) {
        assertThat(search.code(ServersWorld.whenAvailable(client, "list_secrets", Map.of())))
                .isEmpty();
    }

    private void serversThatGo() {
        try (McpClient client = client()) {
            available(client);
            assertThat(search.code(client.call("set_secret", set(PATH)))).isEmpty();
            assertThat(search.code(client.call("set_secret", set(ROTATED)))).isEmpty();
            assertThat(calls(client)).containsExactly("");
            assertThat(search.code(client.call(
                            "set_secret", Map.of("keyPath", PATH, "value", Canary.VALUE, "expectedVersion", 99))))
                    .isEqualTo("VERSION_CONFLICT");
            for (ServersOutage outage : OUTAGES) {
                outage.begin(world);
                Set<String> codes = calls(client);
                outage.end(world);
                available(client);
                assertThat(codes).as(outage.name()).contains(outage.code());
            }
            search.end(client);
        }
    }

    /** The database refuses rows, and says which: they hold the path. */
    private void rowsThatAreRefused() {
        world.sql("ALTER TABLE key_access_audit ADD CONSTRAINT trap_of_the_proof"
                + " CHECK (key_path IS NULL OR key_path <> '" + TRAP + "')");
        try (McpClient client = client()) {
            available(client);
            assertThat(search.code(client.call("set_secret", set(TRAP)))).isEqualTo("AUDIT_UNAVAILABLE");
            world.sql("ALTER TABLE key_access_audit RENAME TO elsewhere");
            assertThat(search.code(client.call("set_secret", set(PATH)))).isEqualTo("AUDIT_UNAVAILABLE");
            world.sql("ALTER TABLE elsewhere RENAME TO key_access_audit");
            world.sql("REVOKE INSERT ON key_access_audit FROM " + world.role());
            assertThat(search.code(client.call("set_secret", set(PATH)))).isEqualTo("AUDIT_UNAVAILABLE");
            world.sql("GRANT INSERT ON key_access_audit TO " + world.role());
            available(client);
            search.end(client);
        }
        world.sql("ALTER TABLE key_access_audit DROP CONSTRAINT trap_of_the_proof");
    }

    /** Errors that repeat value, token and credential of the login, with each way to log in. */
    private void gateways() throws IOException {
        String secretId = UUID.randomUUID().toString();
        String jwt = "eyJhbGciOiJSUzI1NiJ9." + Values.next() + "." + Values.next();
        search.seek(secretId);
        search.seek(jwt);
        Files.writeString(world.home("secret-id"), secretId);
        Files.writeString(world.home("jwt"), jwt);
        for (String login : List.of(
                "{method: token, token_file: token}",
                "{method: approle, role_id: proof, secret_id_file: secret-id}",
                "{method: jwt, role: proof, jwt_file: jwt}")) {
            try (ServersEcho gateway = new ServersEcho(world.bao().address(), this::soughtToken)) {
                world.configureLogin(gateway.address(), login);
                gateway(gateway, login.contains("token_file") ? STATUSES : List.of());
            }
        }
        world.configure(world.bao().address());
    }

    private String soughtToken() {
        String token = world.freshToken();
        search.seek(token);
        return token;
    }

    private void gateway(ServersEcho gateway, List<Integer> statuses) {
        try (McpClient client = client()) {
            available(client);
            for (int status : statuses) {
                gateway.statusOfWrites(status);
                calls(client);
            }
            for (int status : LOGIN_STATUSES) {
                gateway.status(status);
                calls(client);
            }
            gateway.status(0);
            available(client);
            search.end(client);
            // A gateway that sent back no value shows nothing of values, and one without a login nothing of logins.
            assertThat(statuses.isEmpty() ? gateway.echoedLogins() : gateway.echoedValues())
                    .isPositive();
        }
    }

    /** A policy that lets the keyset be read and nothing else. */
    private void withoutRights() throws IOException {
        String poor = world.bao()
                .root()
                .tokenFor(
                        "path \"" + world.mount() + "/data/holdfast/keys\" { capabilities = [\"create\", \"read\"] }");
        search.seek(poor);
        Files.writeString(world.home("token"), poor);
        try (McpClient client = client()) {
            Reply refused = ServersWorld.whenOpened(client, "set_secret", set(PATH));
            assertThat(search.code(refused)).isEqualTo("ACCESS_DENIED");
            assertThat(calls(client)).containsExactly("ACCESS_DENIED");
            search.end(client);
        }
        Files.writeString(world.home("token"), world.credentials().get(0));
    }

    /** Another's CA stands in the configuration. */
    private void wrongAuthority() throws IOException {
        Path own = Files.createDirectories(folder.resolve("tls"));
        Path other = Files.createDirectories(folder.resolve("other"));
        try (OpenBaoServer server = OpenBaoServer.withTls(own);
                OpenBaoServer authority = OpenBaoServer.withTls(other)) {
            server.start();
            world.configure(server.address(), "  ca_file: " + authority.caFile());
            try (McpClient client = client()) {
                Reply refused = ServersWorld.whenOpened(client, "set_secret", set(PATH));
                assertThat(search.code(refused)).isEqualTo("STORE_UNAVAILABLE");
                search.end(client);
            }
        }
        world.configure(world.bao().address());
    }

    private void wrongPassword() throws IOException {
        String right = Files.readString(world.home("role"));
        String wrong = Values.next();
        search.seek(wrong);
        Files.writeString(world.home("role"), wrong);
        try (McpClient client = client()) {
            Reply refused = ServersWorld.whenOpened(client, "set_secret", set(PATH));
            assertThat(search.code(refused)).isEqualTo("AUDIT_UNAVAILABLE");
            Files.writeString(world.home("role"), right);
            available(client);
            search.end(client);
        }
    }

    /** The database is another one, in which nothing was made. */
    private void withoutTables() throws IOException {
        String yaml = Files.readString(world.home("holdfast.yaml"));
        String empty = world.postgres().superuser().freshDatabase();
        Files.writeString(world.home("holdfast.yaml"), yaml.replace("/" + world.database(), "/" + empty));
        try (McpClient client = client()) {
            Reply refused = ServersWorld.whenOpened(client, "set_secret", set(PATH));
            assertThat(search.code(refused)).isEqualTo("AUDIT_UNAVAILABLE");
            search.end(client);
        }
        Files.writeString(world.home("holdfast.yaml"), yaml);
    }

    private void requireNowhere() throws Exception {
        try (ServersDoor door = ServersDoor.of(world.holdfast())) {
            search.requireNotIn(door.rows());
            door.requireWholeLog();
        }
        search.requireNotIn(world.holdfast().home());
        search.requireNotIn(world.holdfast().workspace());
    }
}
