package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program holds the database: every tool refuses, shows nothing, and goes on when it is let go. */
@Tag("proof")
class LockedDatabaseIT {

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Snapshot env;

    @BeforeEach
    void makeHome() throws Exception {
        holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        Path file = holdfast.workspace().resolve(".env");
        Files.writeString(file, "PLAIN=1\n");
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            EveryTool.prepare(client);
        }
        env = Snapshot.of(file);
    }

    @Test
    void writeLock_underARunningServer_refusesEveryToolUntilItEnds() throws Exception {
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"));
                Sqlite3 other = new Sqlite3(holdfast)) {
            Refused.requireRecovered(client);
            Snapshot written = Snapshot.of(holdfast.workspace().resolve(".env"));
            other.run("BEGIN EXCLUSIVE");
            Refused.requireAll(client, written);
            other.run("ROLLBACK");
            Refused.requireRecovered(client);
        }
        requireWholeLog();
        Proof.line("locked database", "7 of 7 tools refused with AUDIT_UNAVAILABLE, recovered without a restart");
    }

    @Test
    void exclusiveLock_beforeTheServerStarts_refusesEveryToolUntilItEnds() throws Exception {
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            try (Sqlite3 other = new Sqlite3(holdfast)) {
                other.run("PRAGMA locking_mode = EXCLUSIVE");
                other.run("BEGIN EXCLUSIVE");
                Refused.requireAll(client, env);
                other.run("ROLLBACK");
            }
            Refused.requireRecovered(client);
        }
        requireWholeLog();
    }

    private void requireWholeLog() throws Exception {
        try (Opened opened = Opened.of(holdfast)) {
            assertThat(opened.audit().verify().fault()).isNull();
            assertThat(opened.openDecisions()).isEmpty();
        }
    }
}
