package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.app.StepMain;
import dev.holdfast.services.OpenBaoServer;
import dev.holdfast.services.PostgreSql;
import dev.holdfast.services.PostgreSqlServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A home folder whose secrets lie in an OpenBao and whose audit lies in a PostgreSQL, both of this test alone and both
 * durable, with a policy and a role that may do what the product needs and no more.
 */
final class ServersWorld implements AutoCloseable {

    /** The kinds of key paths, as the contract names them. */
    private static final List<String> CATEGORIES = List.of(
            "project", "meta", "service_keys", "external_apis", "database_connections", "third_party_integrations");

    /** Far beyond what a breaker stays open, or a lost connection takes to be found. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final OpenBaoServer bao;
    private final PostgreSqlServer postgres;
    private final Holdfast holdfast;
    private final String mount;
    private final String token;
    private final String database;
    private final String owner = PostgreSql.freshName("owner");
    private final String role = PostgreSql.freshName("holdfast");
    private final String ownerPassword = UUID.randomUUID().toString();
    private final String rolePassword = UUID.randomUUID().toString();

    private ServersWorld(Path folder, OpenBaoServer bao, PostgreSqlServer postgres) throws IOException {
        this.bao = bao;
        this.postgres = postgres;
        this.holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        this.mount = bao.root().freshMount();
        this.token = bao.root().tokenFor(policy());
        this.database = makeDatabase();
        makeHome();
    }

    /** Starts both servers and makes everything that they have to hold, the audit's tables too. */
    static ServersWorld make(Path folder) throws IOException {
        PostgreSqlServer postgres = PostgreSqlServer.ready();
        OpenBaoServer bao = OpenBaoServer.ready(Files.createDirectories(folder.resolve("bao")));
        ServersWorld world = new ServersWorld(folder, bao, postgres);
        StepMain.backend(world.holdfast.home()).migrateSchema();
        return world;
    }

    /** What the product's policy file allows, for this mount, and making the keyset. */
    private String policy() {
        StringBuilder policy = new StringBuilder();
        allow(policy, "data/holdfast/keys", "create", "read");
        for (String category : CATEGORIES) {
            allow(policy, "data/" + category + "/*", "create", "read", "update");
            allow(policy, "metadata/" + category + "/*", "create", "read", "update", "patch", "list");
            allow(policy, "detailed-metadata/" + category + "/*", "list");
            for (String act : List.of("delete", "undelete", "destroy")) {
                allow(policy, act + "/" + category + "/*", "update");
            }
        }
        return policy.toString();
    }

    private void allow(StringBuilder policy, String path, String... capabilities) {
        policy.append("path \"")
                .append(mount)
                .append('/')
                .append(path)
                .append("\" { capabilities = [\"")
                .append(String.join("\", \"", capabilities))
                .append("\"] }\n");
    }

    private String makeDatabase() {
        PostgreSql superuser = postgres.superuser();
        String name = superuser.freshDatabase();
        superuser.role(owner, ownerPassword);
        superuser.role(role, rolePassword);
        superuser.execute(name, "GRANT CREATE, USAGE ON SCHEMA public TO " + owner);
        return name;
    }

    private void makeHome() throws IOException {
        Files.createDirectories(
                holdfast.home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(home("token"), token);
        Files.writeString(home("role"), rolePassword);
        Files.writeString(home("owner"), ownerPassword);
        configure(bao.address());
    }

    /** Writes the configuration, with OpenBao at this address; who has opened the home already keeps what they read. */
    void configure(URI address, String... more) throws IOException {
        configure(address, "{method: token, token_file: token}", List.of(more));
    }

    /** The same with another way to log in. */
    void configureLogin(URI address, String login) throws IOException {
        configure(address, login, List.of());
    }

    private void configure(URI address, String login, List<String> more) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("store: vault", "vault:", "  address: " + address, "  mount: " + mount, "  login: " + login));
        lines.addAll(more);
        lines.addAll(List.of(
                "audit:",
                "  url: " + postgres.superuser().url(database),
                "  user: " + role,
                "  password_file: role",
                "  owner: {user: " + owner + ", password_file: owner}",
                "  checkpoint_file: checkpoints.jsonl"));
        Files.write(home("holdfast.yaml"), lines);
    }

    /** The configuration without a file, as the root of OpenBao and in the mount that is the default. */
    Map<String, String> variables() {
        return Map.of(
                "HOLDFAST_STORE",
                "vault",
                "HOLDFAST_VAULT_ADDR",
                bao.address().toString(),
                "HOLDFAST_VAULT_TOKEN",
                bao.token(),
                "HOLDFAST_AUDIT_URL",
                postgres.superuser().url(database) + "?user=" + role,
                "HOLDFAST_AUDIT_PASSWORD",
                rolePassword);
    }

    /** A client of a server that has opened everything. */
    McpClient client() {
        McpClient client = McpClient.start(holdfast.launcher("mcp"));
        client.initialize();
        Reply reply = whenAvailable(client, "list_secrets", Map.of());
        assertThat(reply.code()).isEmpty();
        return client;
    }

    /** Calls until the answer is another than that it is still being opened. */
    static Reply whenOpened(McpClient client, String tool, Map<String, ?> arguments) {
        Reply reply = client.call(tool, arguments);
        while (reply.text().contains("still being opened")) {
            reply = client.call(tool, arguments);
        }
        return reply;
    }

    /** Calls until the answer is another than that something is unavailable, as the refusal says one should. */
    static Reply whenAvailable(McpClient client, String tool, Map<String, ?> arguments) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Reply reply = client.call(tool, arguments);
        while (reply.code().endsWith("_UNAVAILABLE")) {
            assertThat(System.nanoTime() - end).as(reply.text()).isNegative();
            reply = client.call(tool, arguments);
        }
        return reply;
    }

    /** One more token like ours, for whoever may end it. */
    String freshToken() {
        return bao.root().tokenFor(policy());
    }

    Path home(String file) {
        return holdfast.home().resolve(file);
    }

    Holdfast holdfast() {
        return holdfast;
    }

    OpenBaoServer bao() {
        return bao;
    }

    PostgreSqlServer postgres() {
        return postgres;
    }

    String mount() {
        return mount;
    }

    String database() {
        return database;
    }

    String role() {
        return role;
    }

    /** Everything that opens something: the token, and the passwords of the database. */
    List<String> credentials() {
        return List.of(token, rolePassword, ownerPassword);
    }

    /** The metadata of a slashed key path as OpenBao has it, missing where there is none. */
    JsonNode metadata(String path) {
        return bao.root().call("GET", mount + "/metadata/" + path, null).path("data");
    }

    /** Runs SQL as superuser. */
    void sql(String... statements) {
        postgres.superuser().execute(database, statements);
    }

    @Override
    public void close() {
        bao.close();
        postgres.close();
    }
}
