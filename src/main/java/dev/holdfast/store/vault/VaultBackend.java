package dev.holdfast.store.vault;

import dev.holdfast.fault.FaultPoints;
import dev.holdfast.key.MasterKey;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * A server that was logged in to: the store in it, and the key that others derive theirs from.
 *
 * <p>Thread-safe. Closing it ends the connection, and with it the store.
 */
public final class VaultBackend implements AutoCloseable {

    private final VaultConnection connection;
    private final VaultSettings settings;
    private final MasterKey key;
    private final Clock clock;
    private final SecureRandom random;
    private final FaultPoints steps;

    private VaultBackend(
            VaultConnection connection,
            VaultSettings settings,
            MasterKey key,
            Clock clock,
            SecureRandom random,
            FaultPoints steps) {
        this.connection = connection;
        this.settings = settings;
        this.key = key;
        this.clock = clock;
        this.random = random;
        this.steps = steps;
    }

    /**
     * Logs in and reads the keyset, which must be there.
     *
     * @throws StoreException when one of them fails
     */
    public static VaultBackend open(VaultSettings settings, Clock clock, SecureRandom random) {
        return open(settings, clock, random, false, FaultPoints.NONE);
    }

    /**
     * The same; makes the keyset where there is none, for {@code holdfast init}.
     *
     * @throws StoreException when one of them fails
     */
    public static VaultBackend prepare(VaultSettings settings, Clock clock, SecureRandom random) {
        return open(settings, clock, random, true, FaultPoints.NONE);
    }

    static VaultBackend open(
            VaultSettings settings, Clock clock, SecureRandom random, boolean mayMake, FaultPoints steps) {
        VaultConnection connection = VaultConnection.open(settings, clock);
        try {
            MasterKey key = VaultKeyset.open(connection, settings.mount(), random, mayMake);
            return new VaultBackend(connection, settings, key, clock, random, steps);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A store of its own at each call; closing it leaves the connection open. */
    public SecretStore store() {
        return new VaultStore(connection, settings, key, clock, random, steps);
    }

    /** The key of the mount, which this object closes. */
    public MasterKey key() {
        return key;
    }

    @Override
    public void close() {
        connection.close();
        key.close();
    }
}
