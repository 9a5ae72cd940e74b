package dev.holdfast.store.vault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Precondition;
import dev.holdfast.store.SecretHistory;
import dev.holdfast.store.SecretHistory.Version;
import dev.holdfast.store.vault.KvMetadata.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the versions of a secret from another store under their own numbers.
 *
 * <p>KV v2 counts up by one. Where the other store has a version no more, an empty one is written and destroyed, so that
 * the next number is right. Each version is one write; what an interrupted call left is known by the secret's id and its
 * values, and is gone on with. Thread-safe.
 */
final class Adoption {

    private static final CustomMetadata NOTHING = new CustomMetadata(JsonNodeFactory.instance.objectNode());

    private final Kv kv;
    private final Places places;
    private final Marks marks;
    private final FaultPoints steps;

    Adoption(Kv kv, Places places, Marks marks, FaultPoints steps) {
        this.kv = kv;
        this.places = places;
        this.marks = marks;
        this.steps = steps;
    }

    /** As {@code SecretStore.adopt}. */
    int adopt(SecretHistory history) {
        Place place = places.of(history.path());
        KvMetadata metadata = kv.metadata(place);
        int there = metadata == null ? 0 : metadata.current();
        NavigableMap<Integer, Version> versions = byNumber(history);
        Facts before = metadata == null ? null : beginning(place, metadata, versions);
        int last = versions.lastKey();
        if (there < last) {
            prepare(place, metadata, versions);
        }
        for (int number = there + 1; number <= last; number++) {
            add(place, number, versions, before);
            steps.reached("vault.adopted");
        }
        settle(place, metadata, versions, before);
        return versions.tailMap(there, false).size();
    }

    private static NavigableMap<Integer, Version> byNumber(SecretHistory history) {
        NavigableMap<Integer, Version> versions = new TreeMap<>();
        history.versions().forEach(version -> versions.put(version.number(), version));
        return versions;
    }

    /**
     * Proves that what is here is what the history began with, and gives the newest facts of it; null when there are none.
     *
     * @throws dev.holdfast.store.StoreException of kind {@code CONFLICT} when it is another secret, or is deleted
     */
    private @Nullable Facts beginning(Place place, KvMetadata metadata, NavigableMap<Integer, Version> versions) {
        int there = metadata.current();
        boolean same = there <= versions.lastKey() && (there == 0 || metadata.state(there) != State.DELETED);
        Facts newest = null;
        for (int number = 1; same && number <= there; number++) {
            KvVersion version = metadata.state(number) == State.LIVE ? kv.version(place, number) : null;
            same = version == null || isPartOf(version, versions);
            newest = version == null || version.facts() == null ? newest : version.facts();
        }
        if (!same || !allThere(metadata, newest, versions.headMap(there, true))) {
            throw Precondition.otherSecret();
        }
        return newest;
    }

    /** Whether a version is one of this secret: by its id and value, or as the filler of a gap. */
    private static boolean isPartOf(KvVersion version, NavigableMap<Integer, Version> versions) {
        KvData data = version.data();
        Version wanted = versions.get(version.number());
        Facts facts = version.facts();
        if (data == null || facts == null) {
            return wanted == null && data != null && data.facts().path("filler").asBoolean();
        }
        boolean sameId = facts.keyId()
                .equals(versions.lastEntry().getValue().secret().info().keyId());
        try (SecretValue value = data.value()) {
            boolean sameValue = wanted == null
                    || (value != null && value.sameAs(wanted.secret().value()));
            return sameId && sameValue;
        }
    }

    /** Whether what can be read no more is remembered by its mark, and the newest can be read. */
    private boolean allThere(KvMetadata metadata, @Nullable Facts newest, NavigableMap<Integer, Version> wanted) {
        for (Map.Entry<Integer, Version> version : wanted.entrySet()) {
            Earlier known = newest == null ? null : newest.earlier().get(version.getKey());
            String mark = marks.lookup(version.getValue().secret().value());
            boolean remembered = known != null && known.lookup().equals(mark);
            if (metadata.state(version.getKey()) != State.LIVE && !remembered) {
                return false;
            }
        }
        return true;
    }

    /** The server keeps as many versions as there are from the oldest on, so that none is lost on the way. */
    private void prepare(Place place, @Nullable KvMetadata metadata, NavigableMap<Integer, Version> versions) {
        int kept = Math.max(Plan.MAX_VERSIONS, versions.lastKey() - versions.firstKey() + 1);
        if (metadata == null) {
            kv.create(place, kept, NOTHING.marking());
        } else {
            kv.change(
                    place,
                    Math.max(kept, metadata.maxVersions()),
                    metadata.custom().marking());
        }
    }

    private void add(Place place, int number, NavigableMap<Integer, Version> versions, @Nullable Facts before) {
        Version version = versions.get(number);
        String write = marks.newWrite();
        ObjectNode data =
                version == null ? filler(number, write) : data(version, facts(versions, version, before, write));
        if (!kv.write(place, data, number - 1, write)) {
            throw Precondition.otherSecret();
        }
        boolean lastOfGap = version == null && versions.containsKey(number + 1);
        if (lastOfGap) {
            Integer kept = versions.lowerKey(number);
            int taken = Math.max(kept == null ? 0 : kept, before == null ? 0 : before.version());
            destroy(place, taken + 1, number);
        }
    }

    private static ObjectNode filler(int number, String write) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("holdfast").put("version", number).put("filler", true).put("write", write);
        return data;
    }

    private static ObjectNode data(Version version, Facts facts) {
        ObjectNode data = KvData.none().next(version.secret().value(), facts);
        if (facts.compromised()) {
            data.put("compromised", true);
        }
        return data;
    }

    private void destroy(Place place, int first, int last) {
        List<Integer> numbers = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            numbers.add(number);
        }
        kv.destroy(place, numbers);
    }

    private Facts facts(
            NavigableMap<Integer, Version> versions, Version version, @Nullable Facts before, String write) {
        SecretInfo info = version.secret().info();
        SecretInfo newest = versions.lastEntry().getValue().secret().info();
        KeyPath path = info.path();
        SecretValue value = version.secret().value();
        return new Facts(
                info.version(),
                true,
                true,
                info.compromised(),
                newest.keyId(),
                newest.description(),
                newest.labels(),
                marks.fingerprint(path, value),
                marks.lookup(value),
                newest.createdAt(),
                info.updatedAt(),
                newest.rotatedAt(),
                version.reason(),
                versions.lowerKey(info.version()),
                null,
                write,
                earlier(versions.headMap(info.version(), false), before, newest.updatedAt()));
    }

    /** What was known here, ended by the newest version, and what the other store knows now. */
    private NavigableMap<Integer, Earlier> earlier(
            NavigableMap<Integer, Version> versions, @Nullable Facts before, Instant end) {
        NavigableMap<Integer, Earlier> earlier = new TreeMap<>();
        if (before != null) {
            before.earlier().forEach((number, known) -> earlier.put(number, known.endingBy(end)));
            earlier.put(before.version(), new Earlier(end, before.lookup(), before.compromised()));
        }
        versions.forEach((number, version) -> {
            SecretInfo info = version.secret().info();
            String lookup = marks.lookup(version.secret().value());
            earlier.put(number, new Earlier(info.validUntil(), lookup, info.compromised()));
        });
        return earlier;
    }

    /** The copy for lists; whoever sees that it is missing would make it, too. */
    private void settle(
            Place place,
            @Nullable KvMetadata metadata,
            NavigableMap<Integer, Version> versions,
            @Nullable Facts before) {
        CustomMetadata custom = metadata == null ? NOTHING : metadata.custom();
        Version newest = versions.lastEntry().getValue();
        if (custom.copyOf(newest.number()) == null) {
            kv.change(place, 0, custom.replacing(facts(versions, newest, before, "")));
        }
    }
}
