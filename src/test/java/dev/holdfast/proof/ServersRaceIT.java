package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Proof;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that store the same version at the same moment: one does, and the other one is told. */
@RequiresService(Service.OPENBAO)
class ServersRaceIT {

    private static final int RACERS = 2;

    @TempDir
    private Path folder;

    @Test
    void expectedVersion_raceOnOpenBao_isWonByExactlyOne() throws Exception {
        OpenBao bao = OpenBao.shared();
        String mount = bao.freshMount();
        Path token = Files.writeString(folder.resolve("token"), bao.token());
        int rounds = Proof.scaled(200, 10_000);
        String wins = race(rounds, "vault", bao.address().toString(), mount, token.toString());
        for (int last = ServersRacer.VERSIONS - 1; last < rounds; last += ServersRacer.VERSIONS) {
            JsonNode metadata = bao.call("GET", mount + "/metadata/" + ServersRacer.path(last), null);
            assertThat(metadata.at("/data/current_version").asInt()).isEqualTo(ServersRacer.VERSIONS);
            assertThat(metadata.at("/data/versions/" + ServersRacer.VERSIONS + "/destroyed")
                            .asBoolean(true))
                    .isFalse();
        }
        Proof.line("servers-race on OpenBao", wins);
    }

    @Test
    void expectedVersion_raceOnSqlite_isWonByExactlyOne() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Proof.line("servers-race on SQLite", race(Proof.scaled(200, 10_000), "embedded", home.toString()));
    }

    /** Runs the rounds; each must be won by one and lost by the other. */
    private String race(int rounds, String... store) throws Exception {
        List<Racer> racers = new ArrayList<>();
        int[] won = new int[RACERS];
        try {
            for (int i = 0; i < RACERS; i++) {
                racers.add(new Racer(folder, "racer-" + i, store));
            }
            for (int round = 0; round < rounds; round++) {
                // Who is told first would win too often otherwise.
                int first = round % RACERS;
                racers.get(first).go(round);
                racers.get(1 - first).go(round);
                List<String> answers =
                        List.of(racers.get(0).answer(), racers.get(1).answer());
                String winning = "won " + (ServersRacer.version(round) + 1);
                assertThat(answers).as("round " + round).containsExactlyInAnyOrder(winning, "lost");
                won[answers.indexOf(winning)]++;
            }
        } finally {
            racers.forEach(Racer::close);
        }
        assertThat(won).as("both race").doesNotContain(0);
        return rounds + " rounds of two processes, each won by exactly one (" + won[0] + " and " + won[1] + ")";
    }

    /** A process that races. */
    private static final class Racer implements AutoCloseable {

        private final Process process;
        private final OutputStream in;
        private final BufferedReader out;

        Racer(Path folder, String name, String... store) throws IOException, URISyntaxException {
            List<String> arguments = new ArrayList<>(Arrays.asList(store));
            arguments.add(name);
            Path classes = Path.of(ServersRacer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            process = new Holdfast(folder, folder)
                    .program(
                            List.of("-Xmx128m"),
                            List.of(classes, Holdfast.jar()),
                            ServersRacer.class.getName(),
                            arguments.toArray(String[]::new))
                    .redirectError(folder.resolve(name + ".errors").toFile())
                    .start();
            in = process.getOutputStream();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer()).isEqualTo("ready");
        }

        void go(int round) throws IOException {
            in.write((round + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        String answer() throws IOException {
            String line = out.readLine();
            return line == null ? "it has ended" : line;
        }

        @Override
        public void close() {
            try {
                in.close();
                process.waitFor();
            } catch (IOException e) {
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
