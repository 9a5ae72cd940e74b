package dev.holdfast.run;

import static dev.holdfast.run.RunWorld.SET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to {@code holdfast run} are the command's, which decides what becomes of both. */
@Tag("proof")
class RunSignalsIT {

    @TempDir
    private static Path folder;

    private static RunWorld world;

    @BeforeAll
    static void store() {
        world = new RunWorld(folder);
    }

    @AfterAll
    static void tell() {
        Proof.line(
                "run-signals", "TERM, INT, HUP and USR1 reach the command; its end, 128 + n or its own code, is ours");
    }

    private static void kill(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "USR1, 138"})
    void signal_thatEndsTheCommand_isTheExitCode(String signal, int exit) throws Exception {
        Process process = world.ready(SET, "--", "sh", "-c", "echo ready; exec sleep 600");
        kill(process, signal);
        assertThat(RunWorld.ended(process)).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource({"TERM", "INT", "HUP", "USR1"})
    void signal_thatTheCommandHandles_lastsAsLongAsItLikes(String signal) throws Exception {
        Process process = world.ready(
                SET,
                "--",
                "python3",
                "-c",
                "import os, signal, sys\n"
                        + "def end(*any):\n  print('ending', os.environ['K'], flush=True)\n  sys.exit(5)\n"
                        + "signal.signal(signal.SIG" + signal + ", end)\n"
                        + "print('ready', flush=True)\nwhile True: signal.pause()");
        kill(process, signal);
        assertThat(RunWorld.output(process).readLine()).isEqualTo("ending " + RunWorld.MARK);
        assertThat(RunWorld.ended(process)).isEqualTo(5);
    }

    @Test
    void signal_thatTheCommandIgnores_endsNothing() throws Exception {
        Process process =
                world.ready(SET, "--", "sh", "-c", "trap '' TERM; echo ready; read line; echo \"$line\"; exit 3");
        kill(process, "TERM");
        try (var typed = process.outputWriter()) {
            typed.write("still here\n");
        }
        assertThat(RunWorld.output(process).readLine()).isEqualTo("still here");
        assertThat(RunWorld.ended(process)).isEqualTo(3);
    }
}
