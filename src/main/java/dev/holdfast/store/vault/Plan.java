package dev.holdfast.store.vault;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.StoreException.Kind;
import dev.holdfast.store.Write;
import dev.holdfast.store.vault.KvMetadata.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The next version of a secret, worked out of what is there: its facts, and when each version before it ends.
 *
 * <p>A class and not a record: it leads to data that hold a value.
 */
final class Plan {

    /** How many versions the server is to keep at least. */
    static final int MAX_VERSIONS = 50;

    private final KeyPath path;
    private final @Nullable KvMetadata metadata;
    private final @Nullable Current current;
    private final @Nullable Facts before;
    private final Write write;
    private final Instant now;
    private final Marks marks;

    /**
     * @param metadata null when nothing is there yet
     * @param current null when the secret is not there, or was deleted
     */
    Plan(
            KeyPath path,
            @Nullable KvMetadata metadata,
            @Nullable Current current,
            Write write,
            Instant now,
            Marks marks) {
        this.path = path;
        this.metadata = metadata;
        this.current = current;
        this.before = current != null
                ? current.facts()
                : metadata == null ? null : metadata.custom().copy();
        this.write = write;
        this.now = now;
        this.marks = marks;
    }

    /** The number of the version that is newest now, whether or not it can be read. */
    int number() {
        return metadata == null ? 0 : metadata.current();
    }

    /** What the facts of the next version are for this value. */
    Facts next(SecretValue value) {
        Description description = write.description();
        return new Facts(
                number() + 1,
                true,
                true,
                false,
                before == null ? newKeyId() : before.keyId(),
                description != null ? description : described(),
                labels(),
                marks.fingerprint(path, value),
                marks.lookup(value),
                createdAt(),
                now,
                write.rotation() ? now : before == null ? null : before.rotatedAt(),
                write.reason(),
                current == null ? null : current.number(),
                field(),
                marks.newWrite(),
                earlier());
    }

    private String newKeyId() {
        return number() == 0 ? marks.newKeyId() : marks.keyIdOf(path);
    }

    private Description described() {
        return before == null ? Description.stored("") : before.description();
    }

    /** A secret that was deleted and is stored anew is a new one: it has none of the old labels. */
    private Labels labels() {
        Labels wanted = write.labels();
        if (wanted != null) {
            return wanted;
        }
        return current == null ? Labels.NONE : current.facts().labels();
    }

    private Instant createdAt() {
        if (before != null) {
            return before.createdAt();
        }
        return metadata == null || metadata.current() == 0 ? now : metadata.created();
    }

    /** A value that stood alone under another name goes on being found there. */
    private @Nullable String field() {
        if (before != null && before.field() != null) {
            return before.field();
        }
        String field = current == null ? null : current.data().field();
        return Objects.equals(field, "value") ? null : field;
    }

    private NavigableMap<Integer, Earlier> earlier() {
        Instant end = current == null ? now : now.plus(write.grace());
        NavigableMap<Integer, Earlier> earlier = new TreeMap<>();
        if (before != null) {
            before.earlier().forEach((number, said) -> earlier.put(number, said.end() == null ? at(said, end) : said));
        }
        if (number() > 0 && before != null && before.version() == number()) {
            earlier.put(number(), new Earlier(end, before.lookup(), false));
        }
        readableBefore().forEach(number -> earlier.putIfAbsent(number, new Earlier(end, "", false)));
        if (current == null) {
            earlier.replaceAll((number, said) -> said.endingBy(now));
        } else if (current.compromised()) {
            earlier.replaceAll((number, said) -> said.exposed());
        }
        return earlier;
    }

    private static Earlier at(Earlier said, Instant end) {
        return new Earlier(end, said.lookup(), said.compromised());
    }

    /** The versions that can be read until now and that no facts of ours speak of: others wrote them. */
    private List<Integer> readableBefore() {
        List<Integer> readable = new ArrayList<>();
        for (Map.Entry<Integer, State> version : versions().entrySet()) {
            boolean known = before != null && before.ours() && version.getKey() < before.version();
            if (version.getValue() != State.DESTROYED && !known) {
                readable.add(version.getKey());
            }
        }
        return readable;
    }

    private NavigableMap<Integer, State> versions() {
        return metadata == null ? new TreeMap<>() : metadata.versions();
    }

    /** The versions whose time is over once the next one is there, and which the server still keeps. */
    List<Integer> ended(Facts next) {
        List<Integer> ended = new ArrayList<>();
        versions().forEach((number, state) -> {
            if (state != State.DESTROYED && next.ended(number, now)) {
                ended.add(number);
            }
        });
        return ended;
    }

    /** How many versions the server is told to keep, 0 when it keeps enough. */
    int raisedMaxVersions() {
        return metadata != null && metadata.maxVersions() >= MAX_VERSIONS ? 0 : MAX_VERSIONS;
    }

    /**
     * Refuses a write for which the server would forget a version that can still be read.
     *
     * @throws StoreException of kind {@code CONFLICT}
     */
    void refusePruning(Facts next) {
        int kept = metadata == null ? MAX_VERSIONS : Math.max(metadata.maxVersions(), MAX_VERSIONS);
        int forgotten = next.version() - kept;
        boolean needed = versions().headMap(Math.max(forgotten, 0), true).entrySet().stream()
                .anyMatch(version -> version.getValue() == State.LIVE && !next.ended(version.getKey(), now));
        if (needed) {
            throw new StoreException(
                    Kind.CONFLICT,
                    "The store keeps " + kept + " versions of a secret, and the oldest of them is still in its grace.",
                    "Wait until its grace is over, or have max_versions of this secret raised in the store's metadata.");
        }
    }
}
