package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.TestClock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresService(Service.OPENBAO)
final class VaultKeysetIT {

    private VaultWorld world;

    @BeforeEach
    void open() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "", new TestClock());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private String opened(boolean mayMake) {
        try (VaultBackend backend = mayMake
                ? VaultBackend.prepare(world.settings(), new TestClock(), new SecureRandom())
                : VaultBackend.open(world.settings(), new TestClock(), new SecureRandom())) {
            return HexFormat.of().formatHex(backend.key().derive("holdfast/test"));
        }
    }

    private StoreException refused() {
        return catchThrowableOfType(StoreException.class, () -> opened(false));
    }

    @Test
    void open_eightAtOnce_haveOneKey() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Set<String> keys = new HashSet<>();
        try {
            List<Callable<String>> openings = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                openings.add(() -> opened(true));
            }
            for (Future<String> key : threads.invokeAll(openings)) {
                keys.add(key.get());
            }
        } finally {
            threads.shutdown();
        }
        assertThat(keys).hasSize(1).containsExactly(opened(false));
        assertThat(world.bao
                        .call("GET", world.mount + "/metadata/holdfast/keys", null)
                        .at("/data/current_version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void open_missing_saysToRunInitAndMakesNone() {
        assertThat(refused().hint()).contains("holdfast init");
        assertThat(world.bao.status("GET", world.mount + "/data/holdfast/keys", null))
                .isEqualTo(404);
    }

    @Test
    void open_deleted_isRefusedAndNoOtherIsMade() {
        String key = opened(true);
        world.bao.call("DELETE", world.mount + "/data/holdfast/keys", null);
        assertThat(refused().problem()).contains("deleted");
        assertThat(catchThrowableOfType(StoreException.class, () -> opened(true))
                        .problem())
                .contains("deleted");
        world.bao.call("POST", world.mount + "/undelete/holdfast/keys", "{\"versions\":[1]}");
        assertThat(opened(false)).isEqualTo(key);
    }

    @Test
    void open_overwritten_isRefused() {
        opened(true);
        world.kvPut("holdfast/keys", "{\"key\":\"c2hvcnQ=\"}");
        assertThat(refused().problem()).contains("not what Holdfast wrote").doesNotContain("c2hvcnQ");
    }
}
