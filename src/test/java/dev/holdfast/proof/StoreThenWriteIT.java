package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 at every step of "store, then write the .env": nothing acknowledged is lost, nothing unstored is written. */
class StoreThenWriteIT {

    private static final int SIDE_BY_SIDE = 2;

    /** A home folder serves so many rounds, so that recovery meets what earlier kills left, and the log stays short. */
    private static final int ROUNDS_OF_A_HOME = 20;

    @TempDir
    private Path folder;

    @Test
    void kill_atEveryStep_losesNothingAndWritesNothingUnstored() throws Exception {
        StepProgram program = StepProgram.make(folder);
        ExecutorService lanes = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        int rounds = Proof.rounds();
        List<Future<Integer>> results = new ArrayList<>();
        for (int done = 0; done < rounds; done += ROUNDS_OF_A_HOME) {
            int now = Math.min(ROUNDS_OF_A_HOME, rounds - done);
            for (Step step : Step.values()) {
                Path home = folder.resolve(step + "-" + done);
                results.add(lanes.submit(() -> new KillRounds(program, home, step).run(now)));
            }
        }
        lanes.shutdown();
        int acknowledged = 0;
        for (Future<Integer> result : results) {
            acknowledged += result.get();
        }
        int kills = rounds * Step.values().length;
        assertThat(acknowledged).isGreaterThanOrEqualTo(kills);
        Proof.line(
                "kill -9 while storing and writing",
                kills + " kills at " + Step.values().length + " steps, " + acknowledged
                        + " acknowledged secrets, 0 lost, 0 unstored in a .env, 0 torn files, 0 leftovers");
    }
}
