package dev.holdfast.store.vault;

import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.SecretStoreContract;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract of every store, kept against a real server, with no other rights than those of the project's policy. */
@RequiresService(Service.OPENBAO)
final class VaultStoreIT extends SecretStoreContract {

    private static String mount;

    private VaultWorld world;
    private SecretStore store;

    @BeforeAll
    static void mount() {
        mount = OpenBao.shared().freshMount();
    }

    @BeforeEach
    void open() {
        world = new VaultWorld(mount, OpenBao.freshName("team"), clock);
        VaultBackend.prepare(world.settings(), clock, new SecureRandom()).close();
        String token = world.bao.tokenFor(world.policy("holdfast.hcl"));
        VaultSettings settings = world.settings(world.bao.address(), token, Map.of());
        store = world.keep(world.keep(VaultBackend.open(settings, clock, new SecureRandom()))
                .store());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Override
    protected SecretStore store() {
        return store;
    }
}
