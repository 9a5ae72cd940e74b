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
import java.util.ArrayList;
import java.util.List;
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
        int last = versions.lastKey();
        if (metadata != null && there > 0) {
            requireSame(place, metadata, versions, there < last);
        }
        if (there == last) {
            settle(place, metadata, versions);
            return 0;
        }
        prepare(place, metadata, versions);
        for (int number = there + 1; number <= last; number++) {
            add(place, number, versions);
            steps.reached("vault.adopted");
        }
        settle(place, metadata, versions);
        return versions.tailMap(there, false).size();
    }

    private static NavigableMap<Integer, Version> byNumber(SecretHistory history) {
        NavigableMap<Integer, Version> versions = new TreeMap<>();
        history.versions().forEach(version -> versions.put(version.number(), version));
        return versions;
    }

    /** @param begun whether versions are missing, so that what is there must be the beginning of this very secret */
    private void requireSame(Place place, KvMetadata metadata, NavigableMap<Integer, Version> versions, boolean begun) {
        boolean same = metadata.current() <= versions.lastKey();
        for (int number = 1; same && number <= metadata.current(); number++) {
            Version wanted = versions.get(number);
            same = wanted == null
                    ? metadata.state(number) == State.DESTROYED || isFiller(kv.version(place, number))
                    : isSame(kv.version(place, number), wanted, begun);
        }
        if (!same) {
            throw Precondition.otherSecret();
        }
    }

    private static boolean isFiller(@Nullable KvVersion version) {
        KvData data = version == null ? null : version.data();
        return data != null && data.facts().path("filler").asBoolean();
    }

    private static boolean isSame(@Nullable KvVersion version, Version wanted, boolean begun) {
        KvData data = version == null ? null : version.data();
        if (version == null || data == null) {
            return false;
        }
        Facts facts = version.facts();
        boolean sameSecret =
                facts != null && facts.keyId().equals(wanted.secret().info().keyId());
        try (SecretValue value = data.value()) {
            return value != null && value.sameAs(wanted.secret().value()) && (sameSecret || !begun);
        }
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

    private void add(Place place, int number, NavigableMap<Integer, Version> versions) {
        Version version = versions.get(number);
        String write = marks.newWrite();
        ObjectNode data = version == null ? filler(number, write) : data(version, facts(versions, version, write));
        if (!kv.write(place, data, number - 1, write)) {
            throw Precondition.otherSecret();
        }
        boolean lastOfGap = version == null && versions.containsKey(number + 1);
        if (lastOfGap) {
            Integer before = versions.lowerKey(number);
            destroy(place, before == null ? 1 : before + 1, number);
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

    private Facts facts(NavigableMap<Integer, Version> versions, Version version, String write) {
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
                marks.fingerprint(path, value),
                marks.lookup(value),
                newest.createdAt(),
                info.updatedAt(),
                newest.rotatedAt(),
                version.reason(),
                versions.lowerKey(info.version()),
                null,
                write,
                earlier(versions.headMap(info.version(), false)));
    }

    private NavigableMap<Integer, Earlier> earlier(NavigableMap<Integer, Version> before) {
        NavigableMap<Integer, Earlier> earlier = new TreeMap<>();
        before.forEach((number, version) -> {
            SecretInfo info = version.secret().info();
            String lookup = marks.lookup(version.secret().value());
            earlier.put(number, new Earlier(info.validUntil(), lookup, info.compromised()));
        });
        return earlier;
    }

    /** The copy for lists; whoever sees that it is missing would make it, too. */
    private void settle(Place place, @Nullable KvMetadata metadata, NavigableMap<Integer, Version> versions) {
        CustomMetadata custom = metadata == null ? NOTHING : metadata.custom();
        Facts facts = facts(versions, versions.lastEntry().getValue(), "");
        if (custom.copyOf(facts.version()) == null) {
            kv.change(place, 0, custom.replacing(facts));
        }
    }
}
