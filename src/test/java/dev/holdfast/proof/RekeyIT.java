package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new master key: every secret opens as before, the old key opens nothing, and a kill leaves one of both in force. */
@Tag("proof")
class RekeyIT {

    private static final List<String> STEPS = List.of("rekey.drafted", "rekey.changed", "rekey.replaced");

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private final List<Acknowledged> written = new ArrayList<>();

    @BeforeEach
    void store() throws Exception {
        holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
    }

    private void write(int count) {
        try (McpClient client = McpClient.start(holdfast.java(List.of(), "mcp"))) {
            for (int i = 0; i < count; i++) {
                String path = "project/proof/key_" + written.size();
                String value = Values.next();
                Reply reply = client.call(
                        "set_secret", Map.of("keyPath", path, "value", value, "description", "A value under two keys"));
                written.add(Acknowledged.of(path, value, reply));
            }
            client.end();
        }
    }

    private Finished run(String... command) {
        return Finished.run(holdfast.java(List.of(), command));
    }

    private void requireAll(String when) throws Exception {
        try (Opened opened = Opened.of(holdfast)) {
            written.forEach(opened::requireStored);
            assertThat(opened.audit().verify().fault()).as(when).isNull();
            assertThat(opened.openDecisions()).as(when).isEmpty();
        }
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(holdfast.home())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> kept() throws Exception {
        List<String> kept = new ArrayList<>();
        for (String name : files()) {
            if (name.startsWith("master.key.before-rekey-")) {
                kept.add(Files.readString(holdfast.home().resolve(name)));
            }
        }
        return kept;
    }

    @Test
    void rekey_everySecretOpens_andTheOldKeyOpensNothing() throws Exception {
        write(20);
        Path key = holdfast.home().resolve("master.key");
        String old = Files.readString(key);
        String listed = run("list", "--json").out();
        Finished done = run("rekey");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).contains("20 secrets").doesNotContain(old);
        assertThat(Files.readString(key)).isNotEqualTo(old);
        assertThat(files()).noneMatch(name -> name.contains("next") || name.startsWith(".scratch"));
        requireAll("after");
        assertThat(run("list", "--json").out()).isEqualTo(listed);
        write(5);
        Path backup = folder.resolve("one.backup");
        assertThat(run("backup", "--out", backup.toString()).exit()).isZero();
        assertThat(run("rekey", "--json").out()).contains("\"secrets\":25");
        assertThat(run("restore", "--dry-run", backup.toString()).exit())
                .as("a backup of before needs the key of before")
                .isNotZero();
        requireAll("after another");
        Path kept = holdfast.home()
                .resolve(files().stream()
                        .filter(name -> name.startsWith("master.key.before-rekey-"))
                        .findFirst()
                        .orElseThrow());
        assertThat(Files.readString(kept)).isEqualTo(old);
        Files.copy(kept, key, StandardCopyOption.REPLACE_EXISTING);
        Finished refused = run("list");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("master key");
        Proof.line(
                "rekey", "20 and 25 secrets under another key, each opens; the audit holds; the old key opens nothing");
    }

    @Test
    void rekey_whileAServerRuns_isRefused() throws Exception {
        write(1);
        try (McpClient client = McpClient.start(holdfast.java(List.of(), "mcp"))) {
            client.call("list_secrets", Map.of());
            Finished refused = run("rekey");
            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.err()).contains("Another process");
            client.end();
        }
        requireAll("after");
    }

    @Test
    void rekey_ofAKeyInTheEnvironment_takesTheNewOneFromStandardInput() {
        String old = Base64.getEncoder().encodeToString(new byte[32]);
        String next = Base64.getEncoder()
                .encodeToString("thirty-two bytes are in this one".getBytes(StandardCharsets.US_ASCII));
        assertThat(with(old, "abc123", "set", "project/proof/a", "--description", "A value under two keys")
                        .exit())
                .isZero();
        assertThat(with(old, "not a key", "rekey").exit()).isEqualTo(1);
        assertThat(with(old, next + "\n", "rekey").exit()).isZero();
        assertThat(with(old, "", "get", "project/proof/a", "--reveal").exit()).isEqualTo(3);
        assertThat(with(next, "", "get", "project/proof/a", "--reveal").out()).startsWith("abc123");
    }

    private Finished with(String key, String input, String... command) {
        ProcessBuilder builder = holdfast.java(List.of(), command);
        builder.environment().put("HOLDFAST_MASTER_KEY", key);
        return Finished.run(builder, input.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void killed_atEachStep_oneOfBothKeysIsInForce() throws Exception {
        write(3);
        for (String step : STEPS) {
            Path key = holdfast.home().resolve("master.key");
            String before = Files.readString(key);
            BackupKillIT.killAt(holdfast, step, "rekey");
            requireAll(step);
            boolean changed = !step.equals("rekey.drafted");
            assertThat(Files.readString(key).equals(before)).as(step).isEqualTo(!changed);
            assertThat(kept().contains(before))
                    .as("%s: backups of before still need the key of before", step)
                    .isEqualTo(changed);
        }
        assertThat(run("rekey").exit()).isZero();
        write(1);
        requireAll("at last");
        Proof.line("rekey killed", STEPS.size() + " kills, one of both keys in force, nothing lost");
    }
}
