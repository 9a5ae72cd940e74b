package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast env check} as a script or a git hook calls it: the exit code is the answer. */
final class EnvCheckIT {

    private static final String STORE_AND_WRITE = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"set_secret","arguments":\
            {"keyPath":"project/checked/session_secret","generate":{},"description":"Signs the sessions of the checked project","envFile":".env"}}}
            """;

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void storeAndWrite() throws Exception {
        program = new Program(
                folder, folder, Map.of("HOLDFAST_HOME", folder.resolve("store").toString()));
        Files.writeString(folder.resolve("request"), STORE_AND_WRITE);
        Program.Ended ended = program.run(List.of("sh", "-c", "cat request | '" + Program.launcher() + "' mcp"));
        assertThat(ended.exit()).as(ended.errors()).isZero();
    }

    @Test
    void check_everySecretStored_exits0() throws Exception {
        append("PORT=3000");
        Program.Ended ended = check();
        assertThat(ended.exit()).as(ended.errors()).isZero();
        assertThat(ended.output()).contains("SESSION_SECRET", "project/checked/session_secret");
    }

    @Test
    void check_oneSecretNotStored_exits1AndNamesIt() throws Exception {
        String value = UUID.randomUUID().toString();
        append("PAYMENT_API_KEY=" + value);
        Program.Ended ended = check();
        assertThat(ended.exit()).as(ended.errors()).isEqualTo(1);
        assertThat(ended.output()).containsPattern("PAYMENT_API_KEY +not_stored");
        assertThat((ended.output() + ended.errors()).contains(value))
                .as("the value is shown")
                .isFalse();
        Proof.line("env-check-exit", "exit 0 when everything secret is stored, 1 when one variable is not");
    }

    private void append(String line) throws Exception {
        Files.writeString(folder.resolve(".env"), line + "\n", StandardOpenOption.APPEND);
    }

    private Program.Ended check() throws Exception {
        return program.run(List.of(Program.launcher().toString(), "env", "check", ".env"));
    }
}
