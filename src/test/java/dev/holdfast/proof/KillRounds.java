package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.StepMain;
import dev.holdfast.proof.Step.Content;
import dev.holdfast.proof.Step.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Rounds on one home folder: a secret is stored and acknowledged, a second one goes on its way into the {@code .env}, the
 * server is killed at a step, and the next start must find everything as {@link Step} says.
 *
 * <p>Rounds differ in whether the {@code .env} exists, and whether the second secret is new or a version of the first.
 */
final class KillRounds {

    private static final String BASE = "# kept as it is\r\nexport PLAIN=1\n\nLAST=no newline yet\n";
    private static final int LONGEST_MOMENT_NANOS = 12_000_000;

    private final StepProgram program;
    private final Holdfast holdfast;
    private final Step step;
    private final Path env;
    private final Map<String, Acknowledged> acknowledged = new LinkedHashMap<>();
    private CompletableFuture<Void> reached = new CompletableFuture<>();
    private int interrupted;

    KillRounds(StepProgram program, Path folder, Step step) throws IOException {
        this.program = program;
        this.holdfast = new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("files")));
        this.step = step;
        this.env = holdfast.workspace().resolve(".env");
    }

    /** Runs rounds and gives how many secrets were acknowledged and found again. */
    int run(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            round(i);
        }
        try (Opened opened = Opened.of(holdfast)) {
            acknowledged.values().forEach(opened::requireStored);
            assertThat(opened.audit().verify().fault()).isNull();
        }
        return acknowledged.size();
    }

    private void round(int number) throws Exception {
        boolean existing = number % 2 == 0;
        boolean sameSecret = (number / 2 + step.ordinal()) % 2 == 1;
        startFile(existing);
        String first = "project/proof/round_" + number;
        String second = sameSecret ? first : first + "_second";
        String value = Values.next();
        byte[] old;
        try (McpClient client = start(existing)) {
            acknowledge(client, first, existing);
            old = Files.exists(env) ? Files.readAllBytes(env) : new byte[0];
            stop(client, second, value);
        }
        check(second, value, sameSecret ? 2 : 1, old);
    }

    private void startFile(boolean existing) throws IOException {
        if (existing) {
            Files.writeString(env, BASE);
        } else {
            Files.deleteIfExists(env);
        }
    }

    private McpClient start(boolean existing) {
        CompletableFuture<Void> there = new CompletableFuture<>();
        reached = there;
        int occurrence = existing || step.ofStoring() ? 2 : 1;
        return McpClient.start(program.stoppingAt(holdfast, step.point(), occurrence), line -> {
            if (line.equals(StepMain.REACHED + step.point())) {
                there.complete(null);
            }
        });
    }

    private void acknowledge(McpClient client, String path, boolean intoFile) {
        String value = Values.next();
        Reply reply = client.call("set_secret", arguments(path, value, intoFile ? "FIRST_KEY" : ""));
        acknowledged.put(path + "/1", Acknowledged.of(path, value, reply));
    }

    private void stop(McpClient client, String path, String value) {
        CompletableFuture<Reply> answer = client.send("set_secret", arguments(path, value, "SECOND_KEY"));
        switch (step) {
            case ANSWERED -> acknowledged.put(path + "/2", Acknowledged.of(path, value, McpClient.await(answer)));
            case ANY_MOMENT -> LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_MOMENT_NANOS));
            default -> CompletableFuture.anyOf(reached, answer).join();
        }
        client.kill();
        if (!step.point().isEmpty()) {
            assertThat(reached).as("the step was reached").isDone();
            assertThat(answer).as("no answer came before the kill").isCompletedExceptionally();
        }
    }

    private static Map<String, String> arguments(String path, String value, String name) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("keyPath", path);
        arguments.put("value", value);
        arguments.put("description", "A value of the kill rounds");
        if (!name.isEmpty()) {
            arguments.put("envFile", ".env");
            arguments.put("envName", name);
        }
        return arguments;
    }

    private void check(String path, String value, int version, byte[] old) throws Exception {
        byte[] now = Files.exists(env) ? Files.readAllBytes(env) : new byte[0];
        byte[] complete = join(old, "SECOND_KEY=" + value + "\n");
        boolean written = Arrays.equals(now, complete);
        try (Opened opened = Opened.of(holdfast)) {
            assertThat(leftovers()).as("left over after the restart").isEmpty();
            boolean stored = opened.holds(path, version, value);
            assertThat(written || Arrays.equals(now, old)).as("not torn").isTrue();
            assertThat(!written || stored)
                    .as("what stands in the file is stored")
                    .isTrue();
            if (step.content() != Content.EITHER) {
                assertThat(written).as("written").isEqualTo(step.content() == Content.NEW);
                assertThat(stored).as("stored").isEqualTo(step.stored() == Stored.YES);
            }
            requireWholeLog(opened);
            acknowledged.values().stream()
                    .filter(one -> one.path().equals(path))
                    .forEach(opened::requireStored);
            opened.writeEnv(".env", "FIRST_KEY", acknowledgedOf(path).path());
            assertThat(opened.checkEnv(".env")).as("all of it is stored").isTrue();
        }
        assertThat(leftovers()).as("left over after the next write").isEmpty();
    }

    private Acknowledged acknowledgedOf(String path) {
        String first = path.endsWith("_second") ? path.substring(0, path.length() - "_second".length()) : path;
        return acknowledged.get(first + "/1");
    }

    private void requireWholeLog(Opened opened) {
        assertThat(opened.audit().verify().fault()).isNull();
        assertThat(opened.openDecisions()).isEmpty();
        int closed = opened.interrupted() - interrupted;
        interrupted += closed;
        if (step.interrupted() >= 0) {
            assertThat(closed).as("closed as INTERRUPTED").isEqualTo(step.interrupted());
        } else {
            assertThat(closed).isBetween(0, 1);
        }
    }

    private String[] leftovers() {
        return holdfast.workspace().toFile().list((folder, name) -> !name.equals(".env"));
    }

    private static byte[] join(byte[] old, String line) {
        byte[] more = line.getBytes(StandardCharsets.UTF_8);
        byte[] joined = Arrays.copyOf(old, old.length + more.length);
        System.arraycopy(more, 0, joined, old.length, more.length);
        return joined;
    }
}
