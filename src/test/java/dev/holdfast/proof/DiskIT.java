package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the home folder is full, or read-only: every tool refuses, shows nothing, and goes on when it is well again. */
class DiskIT {

    @TempDir
    private Path folder;

    private SmallDisk disk;
    private Holdfast holdfast;
    private Path env;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.on(folder.resolve("disk"));
        holdfast = new Holdfast(disk.path().resolve("home"), Files.createDirectories(folder.resolve("files")));
        env = Files.writeString(holdfast.workspace().resolve(".env"), "PLAIN=1\n");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    private void requireWholeLog() throws Exception {
        try (Opened opened = Opened.of(holdfast)) {
            assertThat(opened.audit().verify().fault()).isNull();
            assertThat(opened.openDecisions()).isEmpty();
        }
    }

    @Test
    void fullDisk_underARunningServer_refusesEveryToolUntilThereIsSpace() throws Exception {
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            EveryTool.prepare(client);
            Refused.requireRecovered(client);
            disk.fill();
            Refused.requireAll(client, Snapshot.of(env));
            Refused.requireAll(client, Snapshot.of(env));
            disk.free();
            Refused.requireRecovered(client);
        }
        requireWholeLog();
        Proof.line("full disk", "7 of 7 tools refused with AUDIT_UNAVAILABLE, recovered without a restart");
    }

    @Test
    void fullDisk_beforeTheFirstStart_refusesEveryToolUntilThereIsSpace() throws Exception {
        disk.fill();
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            Refused.requireAll(client, Snapshot.of(env));
            disk.free();
            EveryTool.prepare(client);
            Refused.requireRecovered(client);
        }
        requireWholeLog();
    }

    @Test
    void readOnlyDisk_beforeTheServerStarts_refusesEveryToolUntilItIsWritable() throws Exception {
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            EveryTool.prepare(client);
        }
        disk.readOnly();
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            Refused.requireAll(client, Snapshot.of(env));
            disk.writable();
            Refused.requireRecovered(client);
        }
        requireWholeLog();
        Proof.line("read-only disk", "7 of 7 tools refused with AUDIT_UNAVAILABLE, recovered without a restart");
    }

    @Test
    void readOnlyDisk_withoutAHome_refusesEveryToolUntilItIsWritable() throws Exception {
        disk.readOnly();
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            Refused.requireAll(client, Snapshot.of(env));
            disk.writable();
            EveryTool.prepare(client);
            Refused.requireRecovered(client);
        }
        requireWholeLog();
    }
}
