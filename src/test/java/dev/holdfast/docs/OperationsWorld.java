package dev.holdfast.docs;

import dev.holdfast.Proof;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.McpClient;
import dev.holdfast.proof.Reply;
import dev.holdfast.services.OpenBaoServer;
import dev.holdfast.services.PostgreSqlServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page for operators takes for given: an OpenBao with TLS, a PostgreSQL, the clients' programs, folders, and an
 * agent. The page's names of hosts and folders stand for those of this world.
 */
final class OperationsWorld implements AutoCloseable {

    private final Path folder;
    private final OpenBaoServer bao;
    private final PostgreSqlServer postgresql;
    private final Shell shell;
    private final Shell embedded;
    private @Nullable McpClient agent;

    OperationsWorld(Path folder) throws IOException {
        this.folder = folder;
        this.bao = OpenBaoServer.withTls(Files.createDirectory(folder.resolve("bao")));
        this.postgresql = PostgreSqlServer.ready();
        bao.start();
        bao.init();
        bao.unseal();
        for (String name : List.of("etc", "mnt", "backups", "bin", "person/my-project", "mover/.holdfast")) {
            Files.createDirectories(folder.resolve(name));
        }
        command("holdfast", Proof.project().resolve("bin").resolve("holdfast"));
        command("bao", OpenBaoServer.program());
        credentials();
        this.shell = shell("person");
        this.embedded = shell("mover");
    }

    private void command(String name, Path program) throws IOException {
        Path script =
                Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\nexec '" + program + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private void credentials() throws IOException {
        Path etc = folder.resolve("etc");
        Files.copy(bao.caFile(), etc.resolve("ca.pem"));
        Files.copy(bao.caFile(), etc.resolve("kubernetes-ca.pem"));
        Files.writeString(etc.resolve("issuer.pem"), publicKey());
        Path passwords = folder.resolve("passwords");
        Files.writeString(passwords, "*:*:*:postgres:" + postgresql.superuser().password() + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    }

    private static String publicKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPublic().getEncoded();
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(key) + "\n-----END PUBLIC KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Shell shell(String person) throws IOException {
        Path home = folder.resolve(person);
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("HOLDFAST_HOME", home.resolve(".holdfast").toString());
        environment.put("HOLDFAST_CACHE", cache());
        environment.put("BAO_TOKEN", bao.token());
        environment.put("PGPORT", Integer.toString(postgresql.socket().getPort()));
        environment.put("PGPASSFILE", folder.resolve("passwords").toString());
        environment.put(
                "PATH",
                String.join(
                        File.pathSeparator,
                        folder.resolve("bin").toString(),
                        postgresql.programs().toString(),
                        System.getenv("PATH")));
        return new Shell(
                Files.createDirectory(folder.resolve(person + "-shell")), Proof.project(), Map.copyOf(environment));
    }

    /** That of whoever runs the tests: an archive for a fast start takes long to make. */
    private static String cache() {
        Map<String, String> variables = System.getenv();
        String parent = variables.getOrDefault("XDG_CACHE_HOME", variables.get("HOME") + "/.cache");
        return variables.getOrDefault("HOLDFAST_CACHE", parent + "/holdfast");
    }

    /** A text of the page with this world's places in it. */
    String here(String text) {
        String database = "127.0.0.1:" + postgresql.socket().getPort();
        return text.replace("bao.example.org:8200", bao.address().getAuthority())
                .replace("db.example.org:5432", database)
                .replace("db.example.org", "127.0.0.1")
                .replace("/etc/holdfast", folder.resolve("etc").toString())
                .replace("/mnt/audit", folder.resolve("mnt").toString())
                .replace("/var/backups/holdfast", folder.resolve("backups").toString());
    }

    Shell.Outcome run(String block) throws IOException, InterruptedException {
        return shell.run(here(block));
    }

    /** Runs a block where Holdfast has an embedded store with a secret of two versions, and a new configuration waits. */
    Shell.Outcome runEmbedded(String block) throws IOException, InterruptedException {
        Path home = folder.resolve("mover/.holdfast");
        try (McpClient mover = McpClient.start(new Holdfast(home, folder).launcher("mcp"))) {
            mover.initialize();
            Reply stored = mover.call(
                    "set_secret",
                    Map.of(
                            "keyPath", "project/consilio/old_key",
                            "value", "old-value-1",
                            "description", "Key of the former search service"));
            Reply rotated = mover.call(
                    "rotate_secret",
                    Map.of(
                            "keyPath", "project/consilio/old_key",
                            "newValue", "old-value-2",
                            "reason", "it was shown on a screen"));
            if (stored.refused() || rotated.refused()) {
                throw new IllegalStateException("the embedded store takes a secret and its rotation");
            }
        }
        Files.copy(
                folder.resolve("person/.holdfast/holdfast.yaml"),
                folder.resolve("etc").resolve("holdfast.yaml"));
        return embedded.run(here(block));
    }

    Shell.Outcome runWithoutOpenBao(String block) throws IOException, InterruptedException {
        bao.stop();
        try {
            return run(block);
        } finally {
            bao.start();
            bao.unseal();
        }
    }

    Shell.Outcome runWithoutPostgreSql(String block) throws IOException, InterruptedException {
        postgresql.stop();
        try {
            return run(block);
        } finally {
            postgresql.start();
        }
    }

    /** Starts the server that an agent calls; it opens its store while the page goes on. */
    void startAgent() {
        Holdfast holdfast = new Holdfast(folder.resolve("person/.holdfast"), folder.resolve("person/my-project"));
        McpClient started = McpClient.start(holdfast.launcher("mcp", "--agent", "claude-supervisor"));
        started.initialize();
        agent = started;
    }

    Reply call(String tool, Map<String, Object> arguments) {
        if (agent == null) {
            throw new IllegalStateException("the page has not started the agent yet");
        }
        return agent.call(tool, arguments);
    }

    /** Lets it make a last call, which no backup before it knows of, and end by itself. */
    void stopAgent() {
        if (agent != null) {
            agent.call("list_secrets", Map.of());
            agent.end();
            agent.close();
            agent = null;
        }
    }

    /** A file of the agent's project. */
    Path ofProject(String name) {
        return folder.resolve("person/my-project").resolve(name);
    }

    @Override
    public void close() {
        stopAgent();
        bao.close();
        postgresql.close();
    }
}
