package dev.holdfast.proof;

import dev.holdfast.Proof;
import dev.holdfast.access.Refusal;
import dev.holdfast.proof.ServersWriters.Told;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenBao and PostgreSQL go away in the midst of eight writers and come back: nothing acknowledged is lost, nothing
 * happened without its row, and ours goes on without a restart.
 */
@Tag("proof")
@RequiresService({Service.OPENBAO, Service.POSTGRESQL})
class ServersOutagesIT {

    /** In a plain build the gentlest of each. */
    private static final List<ServersOutage> QUICK = List.of(ServersOutage.SQL_STOPPED, ServersOutage.BAO_STOPPED);

    /** Rounds of {@code proof.rounds} for which all of them come once more. */
    private static final int ROUNDS_FOR_ONE = 20;

    private static final int MOST_ROUNDS = 10;

    @TempDir
    private Path folder;

    private ServersWorld world;

    @BeforeEach
    void start() throws Exception {
        world = ServersWorld.make(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void outage_ofEachKind_amidThreadsAtTheDoor_losesNothing() throws Exception {
        ServersOutages outages;
        try (ServersDoor door = ServersDoor.of(world.holdfast());
                ServersWriters writers = ServersWriters.start((path, value) -> through(door, path, value))) {
            outages = new ServersOutages(world, writers);
            runAll(outages);
            writers.end();
        }
        Proof.line("servers-outages at the door", outages.check());
    }

    @Test
    void outage_ofEachKind_amidCallsOverStdio_losesNothing() throws Exception {
        ServersOutages outages;
        try (McpClient client = world.client();
                ServersWriters writers = ServersWriters.start((path, value) -> over(client, path, value))) {
            outages = new ServersOutages(world, writers);
            outages.run(List.of(ServersOutage.values()));
            writers.end();
        }
        Proof.line("servers-outages over stdio", outages.check());
    }

    private static void runAll(ServersOutages outages) {
        int rounds = Math.min(MOST_ROUNDS, Proof.rounds() / ROUNDS_FOR_ONE);
        for (int round = 0; round < rounds; round++) {
            outages.run(List.of(ServersOutage.values()));
        }
        if (rounds == 0) {
            outages.run(QUICK);
        }
    }

    private static Told through(ServersDoor door, String path, String value) {
        try {
            return Told.of(door.set(path, value, null));
        } catch (Refusal e) {
            return Told.refused(e.reason().name());
        }
    }

    private static Told over(McpClient client, String path, String value) {
        Reply reply = client.call(
                "set_secret", Map.of("keyPath", path, "value", value, "description", ServersDoor.DESCRIPTION));
        return reply.refused() ? Told.refused(reply.code()) : Told.of(Acknowledged.of(path, value, reply));
    }
}
