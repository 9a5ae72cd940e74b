package dev.holdfast.store.embedded;

import dev.holdfast.key.MasterKey;
import dev.holdfast.key.Sealer;
import dev.holdfast.key.ValueMarks;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Trouble;
import dev.holdfast.store.Holding;
import dev.holdfast.store.Precondition;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in a SQLite file, each value sealed under the data key of its secret, each data key under the master key.
 *
 * <p>Path and version are authenticated with the value: a row that was moved does not open. Times are kept in
 * milliseconds. Thread-safe, and safe for several processes on one file.
 */
public final class EmbeddedStore implements SecretStore {

    private final Database database;
    private final SecretRows rows;
    private final HistoryRows history;
    private final ValueMarks marks;
    private final ValueProof proof;
    private final Changed changed;
    private final Clock clock;
    private final String keyCheck;

    private EmbeddedStore(Database database, MasterKey key, Changed changed, Clock clock, SecureRandom random) {
        this.database = database;
        this.changed = changed;
        Envelope envelope = new Envelope(key, new Sealer(random));
        this.rows = new SecretRows(envelope, random);
        this.history = new HistoryRows(rows, envelope);
        this.marks = new ValueMarks(key);
        this.proof = new ValueProof(envelope, marks);
        this.clock = clock;
        this.keyCheck = StoreKey.check(key);
    }

    /** Who is told of a change by a row of the same commit. */
    @FunctionalInterface
    public interface Changed {

        /** Nobody. */
        Changed UNTOLD = (connection, path) -> {};

        /** Writes that row; what it throws undoes the change. */
        void in(Connection connection, KeyPath path) throws SQLException;
    }

    /** As the other, of a store of which nobody is told. */
    public static EmbeddedStore open(Database database, MasterKey key, Clock clock, SecureRandom random) {
        return open(database, key, Changed.UNTOLD, clock, random);
    }

    /**
     * Opens the store in a database, making its tables when they are missing.
     *
     * @param key of {@link StoreKey#open}
     * @throws StoreException when the database cannot be read or written
     */
    public static EmbeddedStore open(
            Database database, MasterKey key, Changed changed, Clock clock, SecureRandom random) {
        return guarded(() -> {
            StoreTables.make(database);
            return new EmbeddedStore(database, key, changed, clock, random);
        });
    }

    @Override
    public Written put(KeyPath path, SecretValue value, Write write) {
        Fingerprint fingerprint = fingerprint(path, value);
        byte[] lookup = marks.lookup(value);
        return guarded(() -> database.write(connection -> {
            Instant now = Instant.ofEpochMilli(clock.millis());
            SecretHead head = rows.head(connection, path);
            SecretHead before = head == null || head.deleted() ? null : head;
            Precondition.check(before == null ? 0 : before.version(), write);
            if (head == null) {
                StoreKey.requireCurrent(connection, keyCheck); // Or nobody could open what is made here.
            }
            SecretHead target = head == null ? rows.insert(connection, path, write, now) : head;
            if (before != null) {
                rows.end(connection, before, now, write.grace());
            } else if (head != null) {
                rows.endAll(connection, head, now);
                LabelColumns.set(connection, head, Labels.NONE); // Stored anew, it has none of the old.
            }
            int version = target.version() + 1;
            rows.add(connection, target, value, version, fingerprint, lookup, write.reason(), now);
            if (head != null) {
                rows.update(connection, target, version, write, now);
                rows.destroyExpired(connection, target, now);
            }
            LabelColumns.set(connection, target, write.labels());
            changed.in(connection, path);
            return written(path, connection, before, now, write);
        }));
    }

    private Written written(KeyPath path, Connection connection, @Nullable SecretHead before, Instant now, Write write)
            throws SQLException {
        SecretInfo info = rows.info(connection, path, null);
        if (info == null) {
            throw new IllegalStateException("a row that was written is not there");
        }
        if (before == null) {
            return new Written(info, null, null);
        }
        Instant until = write.grace().isZero() ? null : now.plus(write.grace());
        return new Written(info, before.version(), until);
    }

    @Override
    public @Nullable ReadSecret read(KeyPath path, @Nullable Integer version) {
        return guarded(() -> database.read(connection -> Optional.ofNullable(rows.read(connection, path, version))))
                .orElse(null);
    }

    @Override
    public @Nullable SecretInfo describe(KeyPath path) {
        return guarded(() -> database.read(connection -> Optional.ofNullable(rows.info(connection, path, null))))
                .orElse(null);
    }

    @Override
    public List<SecretInfo> list(String prefix, String after, int limit) {
        return guarded(() -> database.read(connection -> rows.list(connection, prefix, after, limit)));
    }

    @Override
    public List<List<Holding>> holding(List<SecretValue> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<byte[]> lookups = values.stream().map(marks::lookup).toList();
        return guarded(() -> database.read(connection -> HoldingRows.of(connection, lookups)));
    }

    @Override
    public boolean delete(KeyPath path) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return guarded(() -> database.write(connection -> told(connection, path, rows.delete(connection, path, now))));
    }

    @Override
    public boolean undelete(KeyPath path) {
        return guarded(() -> database.write(connection -> told(connection, path, rows.undelete(connection, path))));
    }

    private boolean told(Connection connection, KeyPath path, boolean change) throws SQLException {
        if (change) {
            changed.in(connection, path);
        }
        return change;
    }

    @Override
    public @Nullable SecretHistory history(KeyPath path) {
        List<SecretHistory.Version> versions =
                guarded(() -> database.snapshot(connection -> history.of(connection, path)));
        return versions.isEmpty() ? null : new SecretHistory(versions);
    }

    @Override
    public int adopt(SecretHistory other) {
        return guarded(() -> database.write(connection -> {
            StoreKey.requireCurrent(connection, keyCheck);
            return history.adopt(connection, other, marks);
        }));
    }

    /** Who wants to know how far {@link #prove} is. */
    @FunctionalInterface
    public interface Progress {
        void at(int done, int all);
    }

    /**
     * Opens every value there is, deleted secrets included, and holds it against its fingerprint and its mark.
     *
     * @return how many values
     * @throws StoreException when one does not open, or is another than its row says
     */
    public int prove(Progress progress) {
        return guarded(() -> database.snapshot(connection -> proof.prove(connection, progress)));
    }

    @Override
    public Fingerprint fingerprint(KeyPath path, SecretValue value) {
        return marks.fingerprint(path, value);
    }

    /** Work that a database may fail. */
    private interface Guarded<T> {
        T run() throws SQLException;
    }

    private static <T> T guarded(Guarded<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw StoreException.unavailable(trouble.problem(), trouble.hint());
        }
    }

    /** Leaves the database open: whoever opened it closes it. */
    @Override
    public void close() {
        marks.close();
    }
}
