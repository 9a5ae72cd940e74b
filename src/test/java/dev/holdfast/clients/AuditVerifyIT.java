package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast audit verify} on a home folder whose rows were changed by a program that knows SQL but not the key. */
final class AuditVerifyIT {

    private static final String REQUESTS = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"set_secret","arguments":\
            {"keyPath":"project/audited/session_secret","generate":{},"description":"Signs the sessions of the audited project"}}}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_secret","arguments":{"keyPath":"project/audited/session_secret"}}}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get_secret","arguments":{"keyPath":"project/audited/missing"}}}
            {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"list_secrets","arguments":{}}}
            """;

    private static final Map<String, List<String>> CHANGES = Map.of(
            "edited",
            List.of("UPDATE key_access_audit SET status = 'EDITED' WHERE seq = 4"),
            "removed",
            List.of("DELETE FROM key_access_audit WHERE seq = 3"),
            "inserted",
            List.of(
                    "CREATE TEMP TABLE copy AS SELECT * FROM key_access_audit WHERE seq = 2",
                    "UPDATE copy SET seq = 6",
                    "INSERT INTO key_access_audit SELECT * FROM copy"),
            "swapped",
            List.of(
                    "UPDATE key_access_audit SET seq = -2 WHERE seq = 2",
                    "UPDATE key_access_audit SET seq = 2 WHERE seq = 3",
                    "UPDATE key_access_audit SET seq = 3 WHERE seq = -2"));

    @TempDir
    private Path folder;

    private Path store;
    private Program program;

    @BeforeEach
    void fiveRows() throws Exception {
        store = folder.resolve("store");
        program = new Program(folder, folder, Map.of("HOLDFAST_HOME", store.toString()));
        Files.writeString(folder.resolve("requests"), REQUESTS);
        Program.Ended ended = program.run(List.of("sh", "-c", "cat requests | '" + Program.launcher() + "' mcp"));
        assertThat(ended.exit()).as(ended.errors()).isZero();
    }

    @Test
    void verify_untouched_exits0() throws Exception {
        Program.Ended ended = verify();
        assertThat(ended.exit()).as(ended.errors()).isZero();
        assertThat(ended.output()).contains("The chain holds: 5 rows.");
    }

    @Test
    void verify_changedRows_exits1ForEachChange() throws Exception {
        Path database = store.resolve("holdfast.db");
        byte[] untouched = checkpointed(database);
        for (Map.Entry<String, List<String>> change : CHANGES.entrySet()) {
            Files.write(database, untouched);
            run(database, change.getValue());
            Program.Ended ended = verify();
            assertThat(ended.exit()).as(change.getKey()).isEqualTo(1);
            assertThat(ended.output()).as(change.getKey()).contains("The chain is broken");
        }
        Proof.line("audit-verify", "a row edited, removed, inserted, two swapped: exit 1 each; untouched: exit 0");
    }

    private Program.Ended verify() throws Exception {
        return program.run(List.of(Program.launcher().toString(), "audit", "verify"));
    }

    private static byte[] checkpointed(Path database) throws Exception {
        run(database, List.of("PRAGMA wal_checkpoint(TRUNCATE)"));
        return Files.readAllBytes(database);
    }

    private static void run(Path database, List<String> statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
