package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups taken while servers write, and put in place: nothing acknowledged is missing, nothing unsound gets in. */
@Tag("proof")
class BackupIT {

    private static final int CHUNK = (1 << 20) + 16;
    private static final int HEAD = 65;

    @TempDir
    private Path folder;

    private Holdfast holdfast;
    private Path backup;

    @BeforeEach
    void prepare() throws Exception {
        holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        backup = folder.resolve("one.backup");
    }

    private Finished run(Holdfast whose, String... command) {
        return Finished.run(whose.java(List.of(), command));
    }

    private void backup(Path file) {
        Finished ended = run(holdfast, "backup", "--out", file.toString(), "--json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
    }

    private Finished restore(Holdfast whose, String... options) {
        List<String> command = new ArrayList<>(List.of("restore", backup.toString()));
        command.addAll(List.of(options));
        return run(whose, command.toArray(String[]::new));
    }

    private static Acknowledged write(McpClient client, String path, String value) {
        Reply reply = client.call(
                "set_secret", Map.of("keyPath", path, "value", value, "description", "A value that is backed up"));
        assertThat(reply.refused()).isFalse();
        return Acknowledged.of(path, value, reply);
    }

    private List<Acknowledged> write(int count) {
        List<Acknowledged> written = new ArrayList<>();
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            for (int i = 0; i < count; i++) {
                written.add(write(client, "project/proof/before_" + i, Values.next()));
            }
            client.end();
        }
        return written;
    }

    /** A new home on another machine: nothing but the key was brought there. */
    private Holdfast elsewhere() throws IOException {
        Holdfast other = new Holdfast(folder.resolve("elsewhere"), holdfast.workspace());
        Files.createDirectory(
                other.home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.copy(
                holdfast.home().resolve("master.key"),
                other.home().resolve("master.key"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return other;
    }

    @Test
    void backup_whileFourServersWrite_hasAllThatWasAcknowledgedBefore() throws Exception {
        Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> writers = new ArrayList<>();
        List<Acknowledged> before;
        try {
            for (int i = 0; i < 4; i++) {
                String own = "project/proof/writer_" + i;
                writers.add(threads.submit(() -> {
                    try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
                        while (!stop.get()) {
                            acknowledged.add(write(client, own, Values.next()));
                        }
                        client.end();
                    }
                }));
            }
            while (acknowledged.size() < 200) {
                Thread.onSpinWait();
            }
            before = List.copyOf(acknowledged);
            backup(backup);
            stop.set(true);
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        Holdfast other = elsewhere();
        Finished ended = restore(other, "--json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        try (Opened opened = Opened.of(other)) {
            opened.requireAllStored(before);
            assertThat(opened.audit().verify().fault()).isNull();
            assertThat(opened.openDecisions()).isEmpty();
            assertThat(opened.rows()).anyMatch(row -> "RESTORE".equals(row.text("reason")));
            assertThat(opened.rows()).anyMatch(row -> "BACKUP".equals(row.text("reason")));
        }
        try (Opened opened = Opened.of(holdfast)) {
            opened.requireAllStored(acknowledged);
            assertThat(opened.audit().verify().fault()).isNull();
        }
        Proof.line(
                "backup under four writers",
                before.size() + " writes acknowledged before it, all in it; " + acknowledged.size() + " in the store");
    }

    @Test
    void restore_overADatabase_asksAndKeepsIt() throws Exception {
        List<Acknowledged> before = write(3);
        backup(backup);
        Acknowledged later;
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            later = write(client, "project/proof/later", Values.next());
            assertThat(restore(holdfast, "--yes").exit()).as("a server runs").isNotZero();
            client.end();
        }
        assertThat(restore(holdfast).exit()).as("nobody said yes").isEqualTo(1);
        assertThat(restore(holdfast, "--dry-run").exit()).isZero();
        try (Opened opened = Opened.of(holdfast)) {
            opened.requireStored(later);
        }
        Finished ended = restore(holdfast, "--yes", "--json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        try (Opened opened = Opened.of(holdfast)) {
            opened.requireAllStored(before);
            assertThat(opened.holds(later.path(), later.version(), later.value()))
                    .isFalse();
            assertThat(opened.audit().verify().fault()).isNull();
        }
        Path kept;
        try (Stream<Path> files = Files.list(holdfast.home())) {
            kept = files.filter(file -> file.getFileName().toString().contains(".before-restore-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        Holdfast other = elsewhere();
        Files.copy(kept, other.home().resolve("holdfast.db"));
        try (Opened opened = Opened.of(other)) {
            opened.requireStored(later);
            assertThat(opened.audit().verify().fault()).isNull();
        }
    }

    @Test
    void backup_ontoAFile_isRefusedAndReplacesNothing() throws Exception {
        write(1);
        Files.writeString(backup, "mine");
        assertThat(run(holdfast, "backup", "--out", backup.toString()).exit()).isEqualTo(1);
        assertThat(backup).hasContent("mine");
        assertThat(run(
                                holdfast,
                                "backup",
                                "--out",
                                folder.resolve("no/such/folder").toString())
                        .exit())
                .isEqualTo(3);
        assertThat(run(holdfast, "backup").exit()).isEqualTo(2);
    }

    @Test
    void restore_ofWhatWasTamperedWith_isRefusedAndChangesNothing() throws Exception {
        bulk(3000);
        Path whole = backup;
        backup(whole);
        Path second = folder.resolve("second.backup");
        backup(second);
        byte[] bytes = Files.readAllBytes(whole);
        byte[] others = Files.readAllBytes(second);
        assertThat(bytes.length).as("three chunks or more").isGreaterThan(HEAD + 2 * CHUNK);
        Map<String, byte[]> cases = new HashMap<>();
        for (int at : new int[] {0, 16, 20, 50, HEAD, HEAD + CHUNK - 1, HEAD + CHUNK, bytes.length - 1}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            cases.put("changed at " + at, changed);
        }
        cases.put("cut at a chunk's end", Arrays.copyOf(bytes, HEAD + CHUNK));
        cases.put("cut", Arrays.copyOf(bytes, bytes.length - 7));
        cases.put("the head alone", Arrays.copyOf(bytes, HEAD));
        cases.put("empty", new byte[0]);
        cases.put("longer", Arrays.copyOf(bytes, bytes.length + 1));
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, HEAD, swapped, HEAD + CHUNK, CHUNK);
        System.arraycopy(bytes, HEAD + CHUNK, swapped, HEAD, CHUNK);
        cases.put("chunks swapped", swapped);
        byte[] mixed = bytes.clone();
        System.arraycopy(others, HEAD, mixed, HEAD, CHUNK);
        cases.put("a chunk of another backup", mixed);
        backup = folder.resolve("tampered.backup");
        byte[] database = Files.readAllBytes(holdfast.home().resolve("holdfast.db"));
        for (Map.Entry<String, byte[]> one : cases.entrySet()) {
            Files.write(backup, one.getValue());
            assertThat(restore(holdfast, "--yes").exit()).as(one.getKey()).isEqualTo(1);
        }
        assertThat(Files.readAllBytes(holdfast.home().resolve("holdfast.db"))).isEqualTo(database);
        try (Stream<Path> left = Files.list(holdfast.home())) {
            assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".scratch"));
        }
        backup = whole;
        assertThat(restore(holdfast, "--yes").exit()).isZero();
        Proof.line("backup tampered with", cases.size() + " kinds refused, nothing changed");
    }

    @Test
    void restore_underAnotherKey_isRefused() throws Exception {
        write(1);
        backup(backup);
        Holdfast other = new Holdfast(folder.resolve("other"), holdfast.workspace());
        assertThat(restore(other).exit()).as("no key at all").isEqualTo(3);
        assertThat(other.home().resolve("master.key")).doesNotExist();
        assertThat(run(other, "init").exit()).isZero();
        Finished ended = restore(other, "--yes");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("does not open under this master key");
    }

    @Test
    void backup_onAFullDisk_isRefusedAndLeavesNoFile() throws Exception {
        write(1);
        try (SmallDisk disk = SmallDisk.on(folder.resolve("disk"))) {
            disk.fill();
            Path out = disk.path().resolve("full.backup");
            assertThat(run(holdfast, "backup", "--out", out.toString()).exit()).isEqualTo(3);
            try (Stream<Path> left = Files.list(disk.path())) {
                assertThat(left.map(file -> file.getFileName().toString())).containsExactly("filler");
            }
            disk.free();
            backup(out);
        }
    }

    @Test
    void backup_ofManySecrets_comesBack() throws Exception {
        int many = Proof.scaled(500, 10_000);
        bulk(many);
        long start = System.nanoTime();
        backup(backup);
        long backed = System.nanoTime();
        Holdfast other = elsewhere();
        assertThat(restore(other).exit()).isZero();
        long restored = System.nanoTime();
        Proof.line(
                "backup of many secrets",
                many + " secrets: " + TimeUnit.NANOSECONDS.toMillis(backed - start) + " ms, "
                        + Files.size(backup) / 1024 + " KiB; proven and restored in "
                        + TimeUnit.NANOSECONDS.toMillis(restored - backed) + " ms");
    }

    /** Writes many secrets, side by side so that their rows share commits. */
    private void bulk(int count) {
        try (McpClient client = McpClient.start(holdfast.launcher("mcp"))) {
            client.initialize();
            List<java.util.concurrent.CompletableFuture<Reply>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(client.send(
                        "set_secret",
                        Map.of(
                                "keyPath",
                                "project/proof/bulk_" + i,
                                "value",
                                Values.next(),
                                "description",
                                "One of very many values")));
                if (answers.size() == 64) {
                    answers.forEach(answer ->
                            assertThat(McpClient.await(answer).refused()).isFalse());
                    answers.clear();
                }
            }
            answers.forEach(
                    answer -> assertThat(McpClient.await(answer).refused()).isFalse());
            client.end();
        }
    }
}
