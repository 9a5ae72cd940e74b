package dev.holdfast.app;

import dev.holdfast.config.Config;
import dev.holdfast.config.Environment;
import dev.holdfast.key.MasterKey;
import dev.holdfast.sql.Database;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.embedded.EmbeddedStore;
import dev.holdfast.store.embedded.EmbeddedStore.Changed;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import dev.holdfast.store.vault.VaultBackend;
import dev.holdfast.store.vault.VaultSettings;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;

/** Opens the stores that there are. */
final class Stores {

    static final String MASTER_KEY = "master.key";

    private final Environment environment;
    private final Config config;
    private final Clock clock;
    private final SecureRandom random;

    Stores(Environment environment, Config config, Clock clock, SecureRandom random) {
        this.environment = environment;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** As the other, where no cache has to be told of changes. */
    OpenedStore open(Config.Store kind, Database local) throws SQLException {
        return open(kind, local, Changed.UNTOLD);
    }

    /**
     * Opens a store.
     *
     * @param local the database in the home folder, which an embedded store lies in
     * @param changed is told by an embedded store
     */
    OpenedStore open(Config.Store kind, Database local, Changed changed) throws SQLException {
        return switch (kind) {
            case EMBEDDED -> embedded(local, changed);
            case VAULT -> vault();
        };
    }

    private OpenedStore embedded(Database local, Changed changed) throws SQLException {
        try (MasterKey key = localKey(local)) {
            SecretStore store = EmbeddedStore.open(local, key, changed, clock, random);
            return new OpenedStore(store, key, store);
        }
    }

    private MasterKey localKey(Database local) throws SQLException {
        MasterKeySource source =
                new MasterKeySource(config.home().resolve(MASTER_KEY), environment.masterKey(), random);
        return StoreKey.open(local, source);
    }

    static byte[] auditKey(MasterKey key) {
        return key.derive("holdfast/audit/v1");
    }

    /**
     * The key of the audit. In the home folder it is the folder's own, wherever secrets live, so that one chain goes on when
     * they move; a shared database needs the one that all processes of a store have.
     */
    byte[] auditKey(OpenedStore store, Database local) throws SQLException {
        if (config.store() == Config.Store.EMBEDDED || config.audit().login() != null) {
            return store.auditKey();
        }
        try (MasterKey key = localKey(local)) {
            return auditKey(key);
        }
    }

    private OpenedStore vault() {
        VaultSettings settings = config.vault();
        if (settings == null) {
            throw StoreException.unavailable(
                    "holdfast.yaml does not say where Vault or OpenBao is.",
                    "Write vault.address and vault.login there; docs/operations.md shows how.");
        }
        VaultBackend backend = VaultBackend.prepare(settings, clock, random);
        return new OpenedStore(backend.store(), backend.key(), backend);
    }
}
