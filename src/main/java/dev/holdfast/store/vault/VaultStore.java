package dev.holdfast.store.vault;

import dev.holdfast.fault.FaultPoints;
import dev.holdfast.key.MasterKey;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Holding;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import dev.holdfast.store.vault.KvMetadata.State;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in KV v2 of Vault or OpenBao, which alone holds the truth: value and facts are written at once, and there is no
 * table of ours beside it.
 *
 * <p>What lies where is told in {@code docs/decisions/0015-kv-v2-layout.md}. Times are kept in milliseconds. Thread-safe,
 * and safe for several processes on one mount.
 */
public final class VaultStore implements SecretStore {

    private static final Duration ONE_REQUEST = Duration.ofSeconds(1);

    private final VaultConnection connection;
    private final Workers requests = new Workers();
    private final Workers walks = new Workers();
    private final Kv kv;
    private final Places places;
    private final Marks marks;
    private final Reader reader;
    private final Writer writer;
    private final Listing listing;
    private final Finder finder;
    private final History history;
    private final Adoption adoption;
    private final Clock clock;

    VaultStore(
            VaultConnection connection,
            VaultSettings settings,
            MasterKey key,
            Clock clock,
            SecureRandom random,
            FaultPoints steps) {
        this.connection = connection;
        this.clock = clock;
        this.kv = new Kv(connection, requests);
        this.places = new Places(settings);
        this.marks = new Marks(key, random);
        this.reader = new Reader(kv, places, marks);
        this.writer = new Writer(kv, places, reader, marks, clock, steps);
        Folders folders = new Folders(connection, kv, places, requests);
        this.listing = new Listing(folders, reader);
        this.finder = new Finder(folders, reader, walks);
        this.history = new History(kv, places, reader);
        this.adoption = new Adoption(kv, places, marks, steps);
    }

    @Override
    public Written put(KeyPath path, SecretValue value, Write write) {
        return connection.within(() -> writer.put(path, value, write));
    }

    @Override
    public @Nullable ReadSecret read(KeyPath path, @Nullable Integer version) {
        return connection
                .within(() -> Optional.ofNullable(reader.read(path, version)))
                .orElse(null);
    }

    @Override
    public @Nullable SecretInfo describe(KeyPath path) {
        return connection
                .within(() -> Optional.ofNullable(reader.current(path)))
                .map(Current::info)
                .orElse(null);
    }

    @Override
    public List<SecretInfo> list(String prefix, String after, int limit) {
        return connection.within(() -> listing.list(prefix, after, limit));
    }

    @Override
    public Fingerprint fingerprint(KeyPath path, SecretValue value) {
        return marks.fingerprint(path, value);
    }

    @Override
    public List<List<Holding>> holding(List<SecretValue> values) {
        return finder.holding(values.stream().map(marks::lookup).toList());
    }

    @Override
    public boolean delete(KeyPath path) {
        return connection.within(() -> {
            Place place = places.of(path);
            KvMetadata metadata = kv.metadata(place);
            if (metadata == null || !metadata.live()) {
                return false;
            }
            kv.delete(place, versions(metadata, State.LIVE));
            return true;
        });
    }

    @Override
    public boolean undelete(KeyPath path) {
        return connection.within(() -> {
            Place place = places.of(path);
            KvMetadata metadata = kv.metadata(place);
            if (metadata == null || metadata.state(metadata.current()) != State.DELETED) {
                return false;
            }
            kv.undelete(place, deletedTogether(metadata));
            return true;
        });
    }

    /** The versions that were deleted with the newest one and have not ended since; one that was deleted alone stays so. */
    private List<Integer> deletedTogether(KvMetadata metadata) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Facts facts = metadata.custom().copyOf(metadata.current());
        Instant deleted = metadata.deleted(metadata.current());
        List<Integer> together = new ArrayList<>();
        for (int number : versions(metadata, State.DELETED)) {
            Duration apart = Duration.between(metadata.deleted(number), deleted).abs();
            boolean newest = number == metadata.current();
            boolean ended = !newest && facts != null && facts.ended(number, now);
            if (!ended && apart.compareTo(ONE_REQUEST) < 0) {
                together.add(number);
            }
        }
        return together;
    }

    private static List<Integer> versions(KvMetadata metadata, State state) {
        List<Integer> numbers = new ArrayList<>();
        metadata.versions().forEach((number, its) -> {
            if (its == state) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    @Override
    public @Nullable SecretHistory history(KeyPath path) {
        return history.of(path);
    }

    /** Each version has a time limit of its own: a long history takes as long as it takes. */
    @Override
    public int adopt(SecretHistory other) {
        return adoption.adopt(other);
    }

    /** Leaves the connection open: whoever opened it closes it. */
    @Override
    public void close() {
        requests.close();
        walks.close();
        marks.close();
    }
}
