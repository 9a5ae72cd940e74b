package dev.holdfast.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.mcp.Finished;
import dev.holdfast.mcp.Session;
import dev.holdfast.proof.Holdfast;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A store with secrets, and {@code bin/holdfast run} on it. */
final class RunWorld {

    static final String KEY = "project/run/stripe_api_key";
    static final String VALUE = "sk_live_51Hq/8+Zr=\"run\" ö";
    static final String OLD = "project/run/changed_key";
    static final String FIRST = "first-value-0001";
    static final String SECOND = "second-value-0002";
    static final String MARK = "[REDACTED:K]";
    static final String SET = "--set=K=" + KEY;

    final Holdfast holdfast;

    RunWorld(Path folder) {
        holdfast = Session.holdfast(folder);
        try (Session session = Session.in(folder)) {
            assertThat(session.store(KEY, VALUE).refused()).isFalse();
            assertThat(session.store(OLD, FIRST).refused()).isFalse();
            assertThat(session.store(OLD, SECOND).refused()).isFalse();
        }
    }

    ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(arguments));
        return holdfast.launcher(command.toArray(String[]::new));
    }

    Finished run(String... arguments) {
        return Finished.run(builder(arguments));
    }

    Finished run(Map<String, String> variables, String... arguments) {
        ProcessBuilder builder = builder(arguments);
        builder.environment().putAll(variables);
        return Finished.run(builder);
    }

    /**
     * Starts it with no signal ignored, as a terminal's shell does, and gives the process once the command has said {@code
     * ready}. What the tests' own caller ignores, such as INT where it runs in the background, would be inherited else.
     */
    Process ready(String... arguments) throws IOException {
        ProcessBuilder builder = builder(arguments).redirectError(Redirect.INHERIT);
        List<String> command = new ArrayList<>(List.of(
                "python3",
                "-c",
                "import os, signal, sys\n"
                        + "for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGPIPE):\n"
                        + "  signal.signal(one, signal.SIG_DFL)\n"
                        + "os.execv(sys.argv[1], sys.argv[1:])"));
        command.addAll(builder.command());
        Process process = builder.command(command).start();
        assertThat(output(process).readLine()).isEqualTo("ready");
        return process;
    }

    /** The exit code; a command that a signal did not reach fails the test and does not hold up the build. */
    static int ended(Process process) throws InterruptedException {
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended).as("it ended").isTrue();
        return process.exitValue();
    }

    static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    Path file(String name) {
        return holdfast.workspace().resolve(name);
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    /** The newest rows of the audit, the oldest of them first. */
    List<JsonNode> lastRows(int count) {
        List<JsonNode> rows = Session.audit(holdfast);
        return rows.subList(rows.size() - count, rows.size());
    }
}
