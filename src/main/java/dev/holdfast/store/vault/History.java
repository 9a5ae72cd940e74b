package dev.holdfast.store.vault;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretHistory.Version;
import dev.holdfast.store.vault.KvMetadata.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all versions of a secret that have a value. Thread-safe. */
final class History {

    private final Kv kv;
    private final Places places;
    private final Reader reader;

    History(Kv kv, Places places, Reader reader) {
        this.kv = kv;
        this.places = places;
        this.reader = reader;
    }

    /** As {@code SecretStore.history}. */
    @Nullable
    SecretHistory of(KeyPath path) {
        KvMetadata metadata = kv.metadata(places.of(path));
        Current current = metadata == null ? null : reader.current(path);
        if (metadata == null || current == null) {
            return null;
        }
        List<Version> versions = new ArrayList<>();
        try {
            addEarlier(path, metadata, current, versions);
            versions.add(new Version(reader.newest(current), current.facts().reason()));
            return new SecretHistory(versions);
        } catch (RuntimeException e) {
            versions.forEach(version -> version.secret().close());
            throw e;
        }
    }

    private void addEarlier(KeyPath path, KvMetadata metadata, Current current, List<Version> versions) {
        for (Map.Entry<Integer, State> known :
                metadata.versions().headMap(current.number(), false).entrySet()) {
            if (known.getValue() == State.LIVE && !current.facts().forgotten(known.getKey())) {
                add(path, kv.version(places.of(path), known.getKey()), current, versions);
            }
        }
    }

    private void add(KeyPath path, @Nullable KvVersion version, Current current, List<Version> versions) {
        KvData data = version == null ? null : version.data();
        if (version != null && data != null && data.hasValue()) {
            ReadSecret secret = reader.older(path, version, data, current);
            Facts own = version.facts();
            versions.add(new Version(secret, own == null ? null : own.reason()));
        }
    }
}
