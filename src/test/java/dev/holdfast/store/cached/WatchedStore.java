package dev.holdfast.store.cached;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import dev.holdfast.store.embedded.EmbeddedStore;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store, of which a test counts the reads, and which it takes away. Thread-safe. */
public final class WatchedStore implements SecretStore {

    private final Database database;
    private final SecretStore store;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean down;
    private volatile boolean refusing;
    private volatile Runnable after = () -> {};

    private WatchedStore(Database database, SecretStore store) {
        this.database = database;
        this.store = store;
    }

    public static WatchedStore in(Path home, Clock clock) throws SQLException {
        Database database = Sqlite.open(home.resolve("holdfast.db"));
        SecureRandom random = new SecureRandom();
        MasterKeySource source = new MasterKeySource(home.resolve("master.key"), null, random);
        return new WatchedStore(database, EmbeddedStore.open(database, StoreKey.open(database, source), clock, random));
    }

    public int reads() {
        return reads.get();
    }

    public void down(boolean now) {
        down = now;
    }

    /** Whether it answers each read with a no of its own. */
    public void refusing(boolean now) {
        refusing = now;
    }

    /** Runs this after each read, before its answer is given. */
    public void after(Runnable work) {
        after = work;
    }

    public void put(String path, String value) {
        put(
                KeyPath.parse(path),
                SecretValue.of(value),
                new Write(Description.stored("A key for the tests"), null, Duration.ofDays(7), false));
    }

    @Override
    public ReadSecret read(KeyPath path, Integer version) {
        reads.incrementAndGet();
        if (down) {
            throw StoreException.unavailable("The test has taken it away.", "Wait.");
        }
        if (refusing) {
            throw new StoreException(StoreException.Kind.REFUSED, "The test does not allow it.", "Wait.");
        }
        ReadSecret read = store.read(path, version);
        after.run();
        return read;
    }

    @Override
    public Written put(KeyPath path, SecretValue value, Write write) {
        return store.put(path, value, write);
    }

    @Override
    public SecretInfo describe(KeyPath path) {
        return store.describe(path);
    }

    @Override
    public List<SecretInfo> list(String prefix, String after, int limit) {
        return store.list(prefix, after, limit);
    }

    @Override
    public Fingerprint fingerprint(KeyPath path, SecretValue value) {
        return store.fingerprint(path, value);
    }

    @Override
    public List<List<Holding>> holding(List<SecretValue> values) {
        return store.holding(values);
    }

    @Override
    public boolean delete(KeyPath path) {
        boolean deleted = store.delete(path);
        if (down) {
            throw StoreException.unavailable("The test has lost the answer.", "Wait.");
        }
        return deleted;
    }

    @Override
    public boolean undelete(KeyPath path) {
        return store.undelete(path);
    }

    @Override
    public SecretHistory history(KeyPath path) {
        return store.history(path);
    }

    @Override
    public int adopt(SecretHistory history) {
        return store.adopt(history);
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
