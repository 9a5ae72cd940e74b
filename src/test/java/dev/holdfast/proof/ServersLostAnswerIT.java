package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret is on its way into a {@code .env}, and the answer to its write is lost on the way from OpenBao. */
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServersLostAnswerIT {

    /** Its path says of which environment it is, so nothing is asked before the write. */
    private static final String PATH = "project/proof/development";

    private static final String BEFORE = "# as it was\r\nPLAIN=1\nLAST=without newline";

    @TempDir
    private Path folder;

    private ServersWorld world;
    private Interference network;
    private McpClient client;
    private Path env;

    @BeforeEach
    void start() throws Exception {
        world = ServersWorld.make(folder);
        network = Interference.before(world.bao().socket());
        world.configure(world.bao().root().through(network));
        env = Files.writeString(world.holdfast().workspace().resolve(".env"), BEFORE);
        client = world.client();
    }

    @AfterEach
    void end() {
        client.close();
        network.close();
        world.close();
    }

    private Reply setIntoFile(String path, String value) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("keyPath", path);
        arguments.put("value", value);
        arguments.put("description", "A value whose answer is lost");
        arguments.put("envFile", ".env");
        arguments.put("envName", "LOST_KEY");
        return client.call("set_secret", arguments);
    }

    private String written(String path) {
        return "POST /v1/" + world.mount() + "/data/" + path;
    }

    @Test
    void answer_lostOnce_isReadBackAndWrittenOnce() throws Exception {
        for (int version = 1; version <= 2; version++) {
            String value = Values.next();
            network.next(1, Mode.CUT_ANSWER, written(PATH));
            Reply reply = setIntoFile(PATH, value);
            assertThat(network.outstanding()).as("the answer was cut").isZero();
            assertThat(reply.code()).isEmpty();
            assertThat(reply.structured().path("version").asInt()).isEqualTo(version);
            assertThat(world.metadata(PATH).path("current_version").asInt())
                    .as("written once")
                    .isEqualTo(version);
            assertThat(env).content().isEqualTo(BEFORE + "\nLOST_KEY=" + value + "\n");
        }
        Proof.line("servers-answer lost, server there", "2 of 2 read back, written once, then into the .env");
    }

    @Test
    void answer_lostWithTheServer_leavesTheFileAndSaysWhatMayBeStored() throws Exception {
        Snapshot untouched = Snapshot.of(env);
        String value = Values.next();
        // The write arrives; its answer and those to the questions that follow do not.
        network.next(Integer.MAX_VALUE, Mode.CUT_ANSWER, world.mount() + "/data/" + PATH);
        Reply reply = setIntoFile(PATH, value);
        assertThat(reply.code()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(reply.result()
                        .path("_meta")
                        .path("holdfast/error")
                        .path("possiblyStoredVersion")
                        .asInt())
                .isEqualTo(1);
        assertThat(reply.message().toString()).doesNotContain(value);
        untouched.requireUntouched();
        network.mode(Mode.PASS);
        Reply stored = ServersWorld.whenAvailable(client, "get_secret", Map.of("keyPath", PATH));
        assertThat(stored.structured().path("value").asText()).isEqualTo(value);
        assertThat(stored.structured().path("version").asInt()).isEqualTo(1);
        Proof.line(
                "servers-answer lost with the server",
                "STORE_UNAVAILABLE with possiblyStoredVersion 1, the .env byte-identical");
    }

    @Test
    void request_thatNeverArrived_isSentAgainOrRefused() throws Exception {
        String value = Values.next();
        network.next(1, Mode.CUT_REQUEST, written(PATH));
        Reply reply = setIntoFile(PATH, value);
        assertThat(network.outstanding()).isZero();
        if (reply.refused()) {
            assertThat(reply.code()).isEqualTo("STORE_UNAVAILABLE");
            assertThat(env).content().isEqualTo(BEFORE);
            assertThat(world.metadata(PATH).path("current_version").asInt()).isZero();
        } else {
            assertThat(world.metadata(PATH).path("current_version").asInt()).isEqualTo(1);
            assertThat(env).content().isEqualTo(BEFORE + "\nLOST_KEY=" + value + "\n");
        }
    }
}
