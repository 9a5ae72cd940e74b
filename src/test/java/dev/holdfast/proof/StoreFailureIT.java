package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store fails while a secret is on its way into a {@code .env}: the file stays as it is, byte for byte. */
class StoreFailureIT {

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private McpClient client;
    private Snapshot env;

    @BeforeEach
    void start() throws Exception {
        holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        Path file = holdfast.workspace().resolve(".env");
        Files.writeString(file, "# as it was\r\nPLAIN=1\nLAST=without newline");
        client = McpClient.start(holdfast.launcher("mcp"));
        client.initialize();
        EveryTool.prepare(client);
        env = Snapshot.of(file);
    }

    @AfterEach
    void end() {
        client.close();
    }

    private Reply setIntoFile() {
        return client.call(
                "set_secret",
                Map.of("keyPath", EveryTool.PATH, "value", Canary.VALUE, "envFile", ".env", "envName", "NEW_KEY"));
    }

    private void requireNothingShown(Reply reply) {
        assertThat(Canary.in(reply.message().toString())).isEmpty();
        assertThat(reply.message().toString()).doesNotContain("a driver's words");
        assertThat(Canary.in(client.errors())).isEmpty();
        env.requireUntouched();
    }

    private void requireWorksAgain() {
        Reply reply = setIntoFile();
        assertThat(reply.code()).isEmpty();
        assertThat(holdfast.workspace().resolve(".env")).content().endsWith("\nNEW_KEY=" + Canary.VALUE + "\n");
    }

    @Test
    void storing_thatFails_leavesTheFile() throws Exception {
        try (Sqlite3 other = new Sqlite3(holdfast)) {
            other.run("CREATE TRIGGER trap BEFORE INSERT ON secret_version"
                    + " BEGIN SELECT RAISE(ABORT, 'a driver''s words'); END");
            Reply reply = setIntoFile();
            assertThat(reply.code()).isEqualTo("STORE_UNAVAILABLE");
            requireNothingShown(reply);
            other.run("DROP TRIGGER trap");
        }
        requireWorksAgain();
    }

    @Test
    void readingBack_thatFails_leavesTheFileAndSaysWhatIsStored() throws Exception {
        try (Sqlite3 other = new Sqlite3(holdfast)) {
            other.run("CREATE TRIGGER trap AFTER INSERT ON key_access_audit"
                    + " WHEN NEW.action = 'export' AND NEW.phase = 'decision'"
                    + " BEGIN UPDATE secret_version SET sealed = x'00' WHERE version = 2; END");
            Reply reply = setIntoFile();
            assertThat(reply.code()).isEqualTo("STORE_UNAVAILABLE");
            assertThat(reply.result()
                            .path("_meta")
                            .path("holdfast/error")
                            .path("possiblyStoredVersion")
                            .asInt())
                    .isEqualTo(2);
            requireNothingShown(reply);
            other.run("DROP TRIGGER trap");
        }
        requireWorksAgain();
    }

    @Test
    void rowOfTheExport_thatFails_leavesTheFileAndSaysWhatIsStored() throws Exception {
        try (Sqlite3 other = new Sqlite3(holdfast)) {
            other.run("CREATE TRIGGER trap BEFORE INSERT ON key_access_audit WHEN NEW.action = 'export'"
                    + " BEGIN SELECT RAISE(ABORT, 'a driver''s words'); END");
            Reply reply = setIntoFile();
            assertThat(reply.code()).isEqualTo("AUDIT_UNAVAILABLE");
            assertThat(reply.text()).contains("Version 2");
            requireNothingShown(reply);
            other.run("DROP TRIGGER trap");
        }
        requireWorksAgain();
    }

    @Test
    void database_lockedByAnother_leavesTheFile() throws Exception {
        try (Sqlite3 other = new Sqlite3(holdfast)) {
            other.run("BEGIN IMMEDIATE");
            Reply reply = setIntoFile();
            assertThat(reply.code()).isEqualTo("AUDIT_UNAVAILABLE");
            requireNothingShown(reply);
            other.run("ROLLBACK");
        }
        requireWorksAgain();
    }
}
